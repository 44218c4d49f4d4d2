// Steps of a held core, asked for by the control API.
#pragma once

#include "perisphere/debug/target.hpp"
#include "perisphere/engine/machine.hpp"

#include <functional>
#include <memory>

namespace perisphere::runtime
{

/// Machine thread only. Steps are done, one after the other, as the core's time goes on.
class CoreStep
{
public:
    /// On the machine thread, when the last step is done or the core has stopped for another
    /// reason.
    using Done = std::function<void()>;

    CoreStep(engine::Machine& machine, debug::Target& target, unsigned instructions, Done done);
    CoreStep(const CoreStep&) = delete;
    CoreStep& operator=(const CoreStep&) = delete;
    ~CoreStep();

    /// An error says why the first step cannot be made.
    [[nodiscard]] static Result<void> begin(const std::shared_ptr<CoreStep>& step);
    [[nodiscard]] bool isOver() const { return m_isOver; }

private:
    void goOn(const debug::StopReason& reason);
    void end();

    engine::Machine& m_machine;
    debug::Target& m_target;
    unsigned m_left;
    Done m_done;
    bool m_isOver = false;
};

} // namespace perisphere::runtime
