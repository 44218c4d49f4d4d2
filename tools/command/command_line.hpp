// From the words of a command line to a command with its options filled, and on to its exit code.
#pragma once

#include "command/command.hpp"
#include "perisphere/base/result.hpp"

#include <span>
#include <string>
#include <vector>

namespace perisphere::tools
{

struct Invocation {
    const Command* command = nullptr;
    std::vector<std::string> words; ///< "perisphere", "image", "pack"
    bool wantsHelp = false;         ///< --help was given: nothing was stored
};

/// Finds the command that `arguments` (without the program's name) name and stores their values
/// where its parameters say. InvalidArgument, one line that names the wrong word and the nearest
/// right one.
[[nodiscard]] Result<Invocation> parseCommandLine(const Command& root,
                                                  std::span<const std::string> arguments);

/// Parses, then prints help, the error, or runs the action. A stream that cannot be written turns
/// Ok into Failed.
[[nodiscard]] ExitCode runCommandLine(const Command& root, std::span<const std::string> arguments,
                                      Services& services);

} // namespace perisphere::tools
