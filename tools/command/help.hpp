// Help texts and the manual page, made from what commands declare.
#pragma once

#include "command/command_line.hpp"

#include <string>

namespace perisphere::tools
{

/// What --help prints: summary, usage, commands or parameters, examples. 100 columns at most.
[[nodiscard]] std::string helpText(const Invocation& invocation);

/// All commands below `root` as Markdown, one section each.
[[nodiscard]] std::string manualText(const Command& root);

} // namespace perisphere::tools
