#include "machine_timers.hpp"

#include <algorithm>
#include <utility>

namespace perisphere::runtime
{
namespace
{

/// What a timer, its event on the machine thread and its way back have in common.
struct Alarm {
    std::function<void()> action; ///< the loop's thread; empty: cancelled or done
    engine::EventHandle event;    ///< the machine thread
};

class MachineTimer final : public device::Timer
{
public:
    MachineTimer(engine::Machine& machine, std::shared_ptr<Alarm> alarm)
        : m_machine(machine)
        , m_alarm(std::move(alarm))
    {
    }
    MachineTimer(const MachineTimer&) = delete;
    MachineTimer& operator=(const MachineTimer&) = delete;
    ~MachineTimer() override
    {
        m_alarm->action = {};
        m_machine.post(
            [&machine = m_machine, alarm = m_alarm] { machine.scheduler().cancel(alarm->event); });
    }

private:
    engine::Machine& m_machine;
    std::shared_ptr<Alarm> m_alarm;
};

} // namespace

std::chrono::nanoseconds MachineTimers::now() const
{
    engine::VirtualTime now{};
    static_cast<void>(m_machine.call([&] { now = m_machine.scheduler().now(); }));
    return std::chrono::nanoseconds(engine::toNanoseconds(now));
}

std::unique_ptr<device::Timer> MachineTimers::after(std::chrono::nanoseconds delay,
                                                    std::function<void()> action)
{
    auto alarm = std::make_shared<Alarm>(Alarm{std::move(action), {}});
    static_cast<void>(m_machine.call([&] {
        alarm->event = m_machine.scheduler().after(
            std::max(delay, std::chrono::nanoseconds(0)), "device.timer", [alarm, post = m_post] {
                post([alarm] {
                    if (const auto due = std::exchange(alarm->action, {}))
                        due();
                });
            });
    }));
    return std::make_unique<MachineTimer>(m_machine, std::move(alarm));
}

} // namespace perisphere::runtime
