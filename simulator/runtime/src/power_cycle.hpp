// How a simulated device goes down and comes up again: reboots, resets, power-downs.
#pragma once

#include "board_machine.hpp"
#include "perisphere/control/target.hpp"
#include "perisphere/device/app_manager.hpp"
#include "perisphere/management/device_log.hpp"
#include "perisphere/network/stack.hpp"

#include <cstdint>
#include <functional>

namespace perisphere::runtime
{

/// On the loop's thread.
class PowerCycle
{
public:
    /// All outlive the object.
    struct Parts {
        BoardMachine& board;
        device::AppManager& apps;
        network::Stack& network;
        management::DeviceLog& log;
        std::function<void(std::function<void()>)> post; ///< to the loop's thread, from any
        std::function<void()> boot;                      ///< the chip is reset, no app runs
    };
    explicit PowerCycle(Parts parts)
        : m_parts(std::move(parts))
    {
    }
    PowerCycle(const PowerCycle&) = delete;
    PowerCycle& operator=(const PowerCycle&) = delete;

    /// The apps stop, the chip resets, the device boots. `done` is called then, or when another
    /// of these has overtaken this one.
    void reboot(const control::Completion<>& done = [](const Result<>&) {});
    /// A reboot that tells no app before.
    void brownOut();
    /// While the pin is low nothing runs; the device boots when it rises.
    void sysRstChanged(bool isHigh);
    /// Until something else restarts the device, but no longer than that.
    void powerDown(std::uint32_t seconds);

    /// The device ends: it does not boot any more.
    void end() { m_isEnding = true; }

private:
    void killApps();
    void bootUnlessHeld();

    Parts m_parts;
    bool m_isSysRstLow = false;
    bool m_isDown = false; ///< it would have booted, but SYSRST_N holds it in reset
    bool m_isEnding = false;
    unsigned m_restart = 0; ///< of reboots, resets and power-downs, which overtake each other
};

} // namespace perisphere::runtime
