// What the original tool's verbs have in common.
#pragma once

#include "command/command.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::tools::azsphere
{

/// The words of a list given as several words, or with commas or semicolons between them.
[[nodiscard]] std::vector<std::string> listWords(const std::vector<std::string>& words);

/// An option that takes such a list and hands each word to `take`.
Parameter& listOption(Command& command, std::string_view names, std::string valueName,
                      std::string help, std::function<void(const std::string&)> take);

/// Output formats of the later generation; nothing but "json" and "jsonc" makes a difference here.
[[nodiscard]] bool isOutputFormat(std::string_view word);

/// -o, --output of the verbs that print what they did, and -v, --verbose, of no effect there.
void declareOutputFormat(Command& command, bool& asJson);

/// --debug, --only-show-errors and --query: accepted everywhere, of no effect here.
void ignoreGlobalOptions(Command& command);

} // namespace perisphere::tools::azsphere
