// Which of a feed's targets are for a device.
#pragma once

#include "perisphere/feed/metadata.hpp"

#include <string_view>
#include <vector>

namespace perisphere::daemon
{

/// One for each app and one system, systems last: what names the device's group, else what is for
/// every group. `group` may be empty.
[[nodiscard]] std::vector<feed::Target> targetsFor(const feed::Targets& targets,
                                                   std::string_view group);

/// What is remembered of a target: an image id, "system 26.12".
[[nodiscard]] std::string keyOf(const feed::Target& target);

} // namespace perisphere::daemon
