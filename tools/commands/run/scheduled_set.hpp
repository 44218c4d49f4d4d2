// What the world does to the board at given times: "SW2.pressed=true@1500ms".
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/control/parts_target.hpp"
#include "perisphere/engine/time.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::tools
{

struct ScheduledSet {
    control::PropertyPath path;
    std::string value; ///< as written
    std::chrono::milliseconds at{0};

    bool operator==(const ScheduledSet&) const = default;
};

/// PART.PROPERTY=VALUE, with @TIME or at time 0. InvalidArgument.
[[nodiscard]] Result<ScheduledSet> parseScheduledSet(std::string_view text);

/// In the order given; the first that is wrong.
[[nodiscard]] Result<std::vector<ScheduledSet>>
parseScheduledSets(const std::vector<std::string>& texts);

/// The value that a property of this description gets, by the rules of valueOfWord().
[[nodiscard]] Result<engine::PropertyValue> valueOf(const ScheduledSet& set,
                                                    const engine::PropertyDescription& description);

/// Whether the board has the properties and they take the values, before anything runs.
[[nodiscard]] Result<> checkSets(const std::vector<ScheduledSet>& sets,
                                 control::PartsTarget& parts);

/// Has the machine do all of them, their times counted from `start`.
[[nodiscard]] Result<> scheduleSets(const std::vector<ScheduledSet>& sets,
                                    control::PartsTarget& parts, engine::VirtualTime start);

} // namespace perisphere::tools
