// What the nets and parts of a simulated device did, for a value change dump.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/engine/trace.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::runtime
{

/// NotFound for a pattern (control/glob.hpp) that matches none of the names of pins and properties.
[[nodiscard]] Result<> requireMatch(std::string_view pattern,
                                    const std::vector<std::string>& names);

/// Belongs to the thread that runs the device.
class Recording
{
public:
    /// 64 MiB: the newest changes are kept.
    static constexpr std::size_t kDefaultCapacity = 2'000'000;

    virtual ~Recording() = default;

    /// Records the level of each pin and the value of each property (bool, integer, number, choice)
    /// that matches one of the patterns (control/glob.hpp), from now on; what was recorded before
    /// is forgotten. NotFound when nothing matches one of them; then nothing has changed.
    virtual Result<> start(const std::vector<std::string>& patterns,
                           std::size_t capacity = kDefaultCapacity) = 0;

    /// Nothing when it was never started.
    [[nodiscard]] virtual engine::Trace trace() = 0;
};

} // namespace perisphere::runtime
