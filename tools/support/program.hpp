// Running another program: no shell, its output where ours goes.
#pragma once

#include "command/services.hpp"
#include "perisphere/base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace perisphere::tools
{

/// Runs `arguments[0]`, found on the path, with `environment` ("NAME=value") besides our own. Its
/// standard output goes to our standard error stream, which is for notes. The exit code; 128 and
/// the signal's number when one ended it. NotFound when there is no such program.
[[nodiscard]] Result<int> runProgram(const std::vector<std::string>& arguments,
                                     const std::vector<std::string>& environment = {});

/// Whether there is such a program on the path.
[[nodiscard]] bool isOnPath(std::string_view program, const Services& services);

/// Becomes another program, with our terminal and streams. Returns only where that fails.
[[nodiscard]] Error becomeProgram(std::vector<std::string> arguments);

} // namespace perisphere::tools
