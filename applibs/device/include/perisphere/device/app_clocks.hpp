// Clocks of apps that live in the device's time instead of the host's.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"
#include "perisphere/device/app.hpp"

#include <memory>

namespace perisphere::device
{

/// Of one process. The device's time does not pass the process' until this is destroyed. Loop's
/// thread only.
class AppClock
{
public:
    virtual ~AppClock() = default;

    /// The end of a link (protocol/clock_link.hpp) for what executes the app. Once.
    [[nodiscard]] virtual UniqueFd takeLink() = 0;

    /// Something has come for the process that no descriptor of the device brings: a signal.
    virtual void somethingCame() = 0;
};

class AppClocks
{
public:
    virtual ~AppClocks() = default;
    /// For a process that is about to be started.
    [[nodiscard]] virtual Result<std::unique_ptr<AppClock>> open(const App& app) = 0;
};

} // namespace perisphere::device
