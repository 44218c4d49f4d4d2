// Who watches what the real-time cores are busy with: a timeline. Changes nothing.
#pragma once

#include "perisphere/engine/time.hpp"

namespace perisphere::realtime
{

class RealTimeCore;

/// Told on the machine thread, of a core in the order of its time. A core that a debugger has taken
/// back lives through its past unobserved.
class CoreActivity
{
public:
    virtual ~CoreActivity() = default;

    /// The handler of the exception begins, on top of those that have not returned.
    virtual void entered(const RealTimeCore& core, unsigned exception, engine::VirtualTime at) = 0;
    virtual void returned(const RealTimeCore& core, unsigned exception, engine::VirtualTime at) = 0;
    /// By WFI or WFE; told when time has passed, maybe in several pieces.
    virtual void slept(const RealTimeCore& core, engine::VirtualTime from,
                       engine::VirtualTime to) = 0;
    /// No handler runs any more: a reset, or the end of the program.
    virtual void wasReset(const RealTimeCore& core) = 0;
};

} // namespace perisphere::realtime
