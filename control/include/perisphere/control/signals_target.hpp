// What the control API asks of the device's logic analyser.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/engine/trace.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace perisphere::control
{

struct SignalRecording {
    bool isOn = false;
    engine::VirtualTime begin; ///< from here on it is complete
    engine::VirtualTime end;   ///< now
    std::uint64_t first = 0;   ///< number of the oldest record that is there
    std::uint64_t records = 0; ///< of all time, dropped ones too
    std::vector<engine::TraceSignal> signals;
};

/// A device has one analyser, whose recording all its clients see.
class SignalsTarget
{
public:
    virtual ~SignalsTarget() = default;

    /// Records the level of each pin and the value of each property (bool, integer, number, choice)
    /// that matches a pattern (control/glob.hpp), from now on; what was recorded before is
    /// forgotten. NotFound when nothing matches one of them; then nothing has changed.
    virtual Result<> record(const std::vector<std::string>& patterns, std::size_t capacity) = 0;
    /// Ends it, and forgets it.
    virtual void stop() = 0;
    [[nodiscard]] virtual SignalRecording recording() = 0;
    /// At most `limit` records from number `from` on.
    [[nodiscard]] virtual engine::TracePage page(std::uint64_t from, std::size_t limit) = 0;
};

} // namespace perisphere::control
