// What a feed has for which devices, and how that changes.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/feed/metadata.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace perisphere::tools
{

/// What a device takes for a version: 1 to 15 letters, digits, dots and hyphens.
[[nodiscard]] bool isSystemVersion(std::string_view text);

/// InvalidArgument for what is no name of a group.
[[nodiscard]] Result<> checkGroup(std::string_view group);

/// For the groups of `added` it takes the place of what they had of the same app, or of the system;
/// what is for no group any more goes. The list stays in the order of the names.
void place(std::vector<feed::Target>& targets, const feed::Target& added);

/// Removes the targets of that name, component id or system version. NotFound.
[[nodiscard]] Result<> withdraw(std::vector<feed::Target>& targets, std::string_view name);

} // namespace perisphere::tools
