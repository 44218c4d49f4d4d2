// The words of a command line taken apart by CLI11: which command, which parameters with which
// words, what is left over. Judging them is command_line.cpp's.
#pragma once

#include "command/command.hpp"

#include <span>
#include <string>
#include <vector>

namespace perisphere::tools
{

struct Given {
    const Parameter* parameter;
    std::vector<std::string> values; ///< one per occurrence or word; flags: "true" each
};

struct Tokens {
    const Command* command; ///< the deepest one named
    std::vector<std::string> words;
    std::vector<Given> given;
    std::vector<std::string> leftOver; ///< what no command or parameter took, in order
    std::string mismatched; ///< an option that lacks its value, or a flag that was given one
    bool wantsHelp = false;
};

[[nodiscard]] Tokens tokenize(const Command& root, std::span<const std::string> arguments);

} // namespace perisphere::tools
