#include "azsphere/words.hpp"

#include <algorithm>
#include <array>

namespace perisphere::tools::azsphere
{

std::vector<std::string> listWords(const std::vector<std::string>& words)
{
    std::vector<std::string> found;
    for (std::string_view rest : words)
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find_first_of(",;"), rest.size());
            if (end > 0)
                found.emplace_back(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    return found;
}

Parameter& listOption(Command& command, std::string_view names, std::string valueName,
                      std::string help, std::function<void(const std::string&)> take)
{
    return command
        .add(Parameter(names, std::move(valueName), ValueKind::Text, std::move(help),
                       [take = std::move(take)](const Parameter::Values& words) -> Result<> {
                           for (const std::string& word : listWords(words))
                               take(word);
                           return {};
                       }))
        .greedy();
}

bool isOutputFormat(std::string_view word)
{
    constexpr std::array<std::string_view, 7> kFormats = {"json", "jsonc", "none", "table",
                                                          "tsv",  "yaml",  "yamlc"};
    return std::find(kFormats.begin(), kFormats.end(), word) != kFormats.end();
}

void declareOutputFormat(Command& command, bool& asJson)
{
    command.choice("--output,-o", "FORMAT", asJson,
                   {{"json", true, ""},
                    {"jsonc", true, ""},
                    {"table", false, ""},
                    {"tsv", false, ""},
                    {"yaml", false, ""},
                    {"none", false, ""}},
                   "how to print; all but json and jsonc are plain text here");
    command.ignoredFlag("--verbose,-v");
}

void ignoreGlobalOptions(Command& command)
{
    command.ignoredFlag("--debug");
    command.ignoredFlag("--only-show-errors");
    command.ignoredOption("--query");
}

} // namespace perisphere::tools::azsphere
