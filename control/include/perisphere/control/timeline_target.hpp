// What the control API asks of a device's timeline.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/engine/time.hpp"

#include <cstdint>
#include <string>

namespace perisphere::control
{

struct TimelineState {
    bool isOn = false;
    engine::VirtualTime begin;
    engine::VirtualTime end; ///< now, or when it was stopped
    // Of one that was stopped:
    std::uint64_t events = 0;
    std::uint64_t dropped = 0; ///< events that did not fit
    std::uint64_t bytes = 0;   ///< of its text
};

/// What cores, apps, buses and pins do when, in the Trace Event Format of Perfetto and Chrome. A
/// device has one timeline, which all its clients see.
class TimelineTarget
{
public:
    virtual ~TimelineTarget() = default;

    /// Records from now on; what was recorded before is forgotten. Apps are recorded from their
    /// next start on. AlreadyExists when it is on.
    virtual Result<> start() = 0;
    /// Ends it at the present and keeps it. Nothing where it is not on. On failure it has ended as
    /// well, and is empty.
    virtual Result<> stop() = 0;
    [[nodiscard]] virtual TimelineState state() = 0;
    /// Of the timeline that was stopped last; empty without one.
    [[nodiscard]] virtual const std::string& text() = 0;
};

} // namespace perisphere::control
