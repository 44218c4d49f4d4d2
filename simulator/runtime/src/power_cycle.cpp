#include "power_cycle.hpp"

#include <fmt/format.h>

#include <chrono>
#include <csignal>

namespace perisphere::runtime
{

void PowerCycle::bootUnlessHeld()
{
    m_isDown = m_isSysRstLow;
    if (!m_isDown && !m_isEnding)
        m_parts.boot();
}

void PowerCycle::reboot(const control::Completion<>& done)
{
    m_parts.log.note("the device reboots");
    m_parts.apps.stopAll([this, done, restart = ++m_restart] {
        if (restart == m_restart) {
            static_cast<void>(m_parts.board.machine().call([this] { m_parts.board.resetChip(); }));
            bootUnlessHeld();
        }
        done({});
    });
}

/// None gets a signal that it could act on.
void PowerCycle::killApps()
{
    for (const device::AppStatus& app : m_parts.apps.statuses())
        if (app.processId > 0)
            ::kill(app.processId, SIGKILL);
}

void PowerCycle::brownOut()
{
    m_parts.log.note("the supply breaks down");
    killApps();
    reboot();
}

void PowerCycle::sysRstChanged(bool isHigh)
{
    if (m_isEnding || m_isSysRstLow == !isHigh)
        return;
    m_isSysRstLow = !isHigh;
    if (isHigh) {
        m_parts.log.note("SYSRST_N is high again: the device boots");
        if (m_isDown)
            bootUnlessHeld();
        return;
    }
    m_parts.log.note("SYSRST_N is low: the device is in reset");
    killApps();
    m_parts.apps.stopAll([this, restart = ++m_restart] {
        if (restart != m_restart)
            return;
        static_cast<void>(m_parts.board.machine().call([this] {
            m_parts.board.resetChip();
            m_parts.network.powerOff();
        }));
        bootUnlessHeld();
    });
}

void PowerCycle::powerDown(std::uint32_t seconds)
{
    m_parts.log.note(fmt::format("the device powers down for at most {} s", seconds));
    m_parts.apps.stopAll([this, seconds, restart = ++m_restart] {
        if (restart != m_restart)
            return;
        const auto wakeUp = [this, restart] {
            if (restart != m_restart)
                return; // it was restarted meanwhile
            m_parts.log.note("the device wakes up");
            bootUnlessHeld();
        };
        static_cast<void>(m_parts.board.machine().call([this, seconds, wakeUp] {
            m_parts.board.resetChip();
            m_parts.network.powerOff();
            m_parts.board.machine().scheduler().after(
                std::chrono::seconds(seconds), "power.alarm",
                [post = m_parts.post, wakeUp] { post(wakeUp); });
        }));
    });
}

} // namespace perisphere::runtime
