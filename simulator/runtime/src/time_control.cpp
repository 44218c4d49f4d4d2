#include "time_control.hpp"

#include <memory>
#include <utility>

namespace perisphere::runtime
{

using engine::TimeMode;

control::TimeStatus TimeControl::status()
{
    control::TimeStatus result;
    static_cast<void>(m_machine.call([&] {
        const engine::MachineStatus status = m_machine.status();
        result = {
            .mode = status.mode, .now = status.now, .lag = status.lag, .slipped = status.slipped};
    }));
    return result;
}

Result<> TimeControl::setMode(TimeMode mode)
{
    if (mode.kind() != TimeMode::Kind::Paused)
        m_mode = mode;
    return apply(mode);
}

Result<> TimeControl::pause()
{
    return apply(TimeMode::paused());
}

Result<> TimeControl::resume()
{
    return apply(m_mode);
}

Result<> TimeControl::apply(TimeMode mode)
{
    const auto called = m_machine.call([&] { m_machine.setMode(mode); });
    if (!called)
        return fail(called.error());
    changed();
    return {};
}

void TimeControl::changed()
{
    ++m_revision;
    m_wake();
}

void TimeControl::step(engine::Duration duration, control::Completion<> done)
{
    // The completion belongs to the loop's thread; the machine thread only sends it back there.
    auto shared = std::make_shared<control::Completion<>>(std::move(done));
    const auto called = m_machine.call([&] {
        const engine::VirtualTime end = engine::later(m_machine.scheduler().now(), duration);
        m_machine.setMode(TimeMode::unthrottled());
        // Before the pause: that ends the run of events, those of its own instant included.
        m_machine.scheduler().at(
            end, "time.stepEnd",
            [this, shared] {
                m_defer([this, shared] {
                    changed();
                    (*shared)({});
                });
            },
            engine::Priority::Report);
        m_machine.pauseAt(end);
    });
    if (!called)
        (*shared)(fail(called.error()));
    else
        changed();
}

} // namespace perisphere::runtime
