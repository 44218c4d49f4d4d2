#include "core_step.hpp"

#include <utility>

namespace perisphere::runtime
{

CoreStep::CoreStep(engine::Machine& machine, debug::Target& target, unsigned instructions,
                   Done done)
    : m_machine(machine)
    , m_target(target)
    , m_left(instructions)
    , m_done(std::move(done))
{
}

CoreStep::~CoreStep()
{
    m_target.endOnStop(this);
}

Result<void> CoreStep::begin(const std::shared_ptr<CoreStep>& step)
{
    // The next step is made, and the listener taken back, when the core is done with telling.
    const std::weak_ptr<CoreStep> weak = step;
    step->m_target.onStop(step.get(),
                          [weak, &machine = step->m_machine](const debug::StopReason& reason) {
                              static_cast<void>(machine.post([weak, reason] {
                                  if (const auto told = weak.lock())
                                      told->goOn(reason);
                              }));
                          });
    auto resumed = step->m_target.resume(debug::Resume::Step);
    if (!resumed) {
        step->m_target.endOnStop(step.get());
        step->m_isOver = true;
        step->m_done = {};
    }
    return resumed;
}

void CoreStep::goOn(const debug::StopReason& reason)
{
    if (m_isOver)
        return;
    if (reason.kind != debug::StopReason::Kind::Step || --m_left == 0 ||
        !m_target.resume(debug::Resume::Step))
        end();
}

void CoreStep::end()
{
    m_isOver = true;
    m_target.endOnStop(this);
    // Not kept until the next step: an answer is sent when nobody has its completion any more.
    const Done done = std::exchange(m_done, {});
    done();
}

} // namespace perisphere::runtime
