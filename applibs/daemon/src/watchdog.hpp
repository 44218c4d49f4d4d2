// Who starts the daemon, or the machine, anew when the daemon hangs: systemd, and a watchdog of the
// machine's.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"
#include "perisphere/daemon/configuration.hpp"
#include "perisphere/device/timers.hpp"

#include <chrono>
#include <memory>
#include <optional>

namespace perisphere::daemon
{

/// Tells both from the loop, twice in the time that each waits: a loop that hangs tells nobody.
class Watchdog
{
public:
    using Machine = Configuration::Watchdog;

    /// systemd's wish is in the environment: WATCHDOG_USEC, WATCHDOG_PID. The timers outlive it.
    [[nodiscard]] static Result<std::unique_ptr<Watchdog>>
    start(device::Timers& timers, const std::optional<Machine>& machine);

    Watchdog(const Watchdog&) = delete;
    Watchdog& operator=(const Watchdog&) = delete;
    /// Orderly: the machine's is switched off.
    ~Watchdog();

private:
    explicit Watchdog(device::Timers& timers)
        : m_timers(timers)
    {
    }
    [[nodiscard]] Result<> open(const Machine& machine);
    void tellManager(std::chrono::microseconds period);
    void tellMachine(std::chrono::seconds period);

    device::Timers& m_timers;
    UniqueFd m_device;
    std::unique_ptr<device::Timer> m_manager;
    std::unique_ptr<device::Timer> m_machine;
};

} // namespace perisphere::daemon
