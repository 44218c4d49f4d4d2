// What the control API asks of virtual time.
#pragma once

#include "perisphere/control/completion.hpp"
#include "perisphere/engine/time.hpp"
#include "perisphere/engine/time_mode.hpp"

#include <cstdint>

namespace perisphere::control
{

struct TimeStatus {
    engine::TimeMode mode = engine::TimeMode::realTime();
    engine::VirtualTime now;
    engine::Duration lag{};     ///< host time that the engine is behind its mode
    engine::Duration slipped{}; ///< host time given up because the engine was too slow
};

class TimeTarget
{
public:
    virtual ~TimeTarget() = default;

    [[nodiscard]] virtual TimeStatus status() = 0;
    virtual Result<> setMode(engine::TimeMode mode) = 0;

    /// Stops virtual time; nothing if it stands already.
    virtual Result<> pause() = 0;

    /// The mode before pause() again.
    virtual Result<> resume() = 0;

    /// Lets exactly `duration` pass as fast as possible, then pauses; done afterwards.
    virtual void step(engine::Duration duration, Completion<> done) = 0;

    /// Changes with every change of mode and at the end of each step.
    [[nodiscard]] virtual std::uint64_t revision() = 0;
};

} // namespace perisphere::control
