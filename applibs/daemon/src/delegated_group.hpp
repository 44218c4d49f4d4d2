// The control group that systemd hands to the daemon (Delegate=), for apps to be below it.
#pragma once

#include "perisphere/base/result.hpp"

#include <filesystem>
#include <optional>

namespace perisphere::daemon
{

/// Where this process' control group is the daemon's to divide: its folder. The process moves into
/// a group of its own below it, because groups that hand down controllers have no processes.
/// nullopt: nothing was delegated, as without systemd.
[[nodiscard]] Result<std::optional<std::filesystem::path>>
takeDelegatedGroup(const std::filesystem::path& hierarchy = "/sys/fs/cgroup",
                   const std::filesystem::path& membership = "/proc/self/cgroup");

} // namespace perisphere::daemon
