// Waiting for what happens in a simulated device, to the nanosecond of virtual time.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/control/parts_target.hpp"
#include "perisphere/engine/property_value.hpp"
#include "perisphere/engine/time.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>

namespace perisphere::runtime
{

/// What a wait ended with.
struct WaitEnd {
    bool isMet = false; ///< else the deadline came first
    engine::VirtualTime time;
    std::optional<control::PropertySample> property; ///< as it is now, where one was watched
};

struct WaitFor {
    std::optional<control::PropertyPath> property; ///< none: only the deadline ends it
    /// Asked on the machine thread, now and after each change of the property. `pixels` are those
    /// of its part, if it has any.
    std::function<bool(const engine::PropertyValue&, std::span<const std::uint8_t> pixels)> isMet;
    engine::VirtualTime deadline = engine::kNever;
};

/// One wait at a time. When a wait ends, virtual time stands still at that instant, so that what is
/// done next acts at it, however long the host takes to come to it; the next wait, letTimePass() or
/// cancel() lets it pass again. Belongs to the thread that runs the device.
class Waits
{
public:
    virtual ~Waits() = default;

    /// Calls `done` once, on the thread that runs, unless the wait is cancelled. NotFound for a
    /// property that the board does not have; then nothing has begun.
    virtual Result<> begin(WaitFor what, std::function<void(const WaitEnd&)> done) = 0;

    /// Forgets the wait under way, if any.
    virtual void cancel() = 0;

    /// Stops virtual time at the present; it gives that.
    virtual engine::VirtualTime holdTime() = 0;
    virtual void letTimePass() = 0;
};

} // namespace perisphere::runtime
