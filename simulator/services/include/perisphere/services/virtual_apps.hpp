// Apps that live in virtual time, as their peripherals see them.
#pragma once

#include "perisphere/device/app.hpp"

namespace perisphere::services
{

/// Such an app is computed in the host's time, beside the machine or ahead of it. What it sends is
/// taken only when all of them have said how far they have come and the machine is there as well.
class VirtualApps
{
public:
    virtual ~VirtualApps() = default;

    /// Loop's thread.
    [[nodiscard]] virtual bool isOne(const device::App& app) const = 0;

    // Machine thread.
    [[nodiscard]] virtual bool mayTakeInput() const = 0;
    /// Something may have come to one of them: it looks at this instant.
    virtual void delivered() = 0;
};

} // namespace perisphere::services
