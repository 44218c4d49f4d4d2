// Update events and their deferral.
#pragma once

#include "perisphere/base/unique_fd.hpp"
#include "perisphere/device/app.hpp"
#include "perisphere/device/outcome.hpp"

#include <chrono>
#include <cstdint>

namespace perisphere::device
{

class SysEventService
{
public:
    virtual ~SysEventService() = default;

    /// The app's end of a socket that sends protocol::SysEventPackets of the events in the mask.
    /// EINVAL when the app has one already.
    [[nodiscard]] virtual Outcome<UniqueFd> subscribe(const App& app, std::uint32_t events) = 0;

    /// At most what is left of the allowance. EINVAL when nothing can be deferred now.
    [[nodiscard]] virtual Outcome<> defer(const App& app, std::chrono::minutes time) = 0;

    /// EINVAL when this app has deferred nothing.
    [[nodiscard]] virtual Outcome<> resume(const App& app) = 0;
};

} // namespace perisphere::device
