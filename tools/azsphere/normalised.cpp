#include "azsphere/azsphere.hpp"
#include "azsphere/words.hpp"

#include <algorithm>
#include <array>

namespace perisphere::tools::azsphere
{
namespace
{

struct Spelling {
    std::string_view given;
    std::string_view meant;
};

/// Names of two letters behind one dash, which POSIX option parsers take for two options.
constexpr std::array kOddSpellings = {
    Spelling{"-of", "--output-file"},
    Spelling{"-verbose", "--verbose"},
};

/// Group names of the classic generation.
constexpr std::array kShortNouns = {
    Spelling{"dev", "device"},
    Spelling{"sl", "sideload"},
    Spelling{"dg", "device-group"},
};

std::string meaning(std::span<const Spelling> spellings, const std::string& word)
{
    const auto found = std::find_if(spellings.begin(), spellings.end(),
                                    [&](const Spelling& one) { return one.given == word; });
    return found == spellings.end() ? word : std::string(found->meant);
}

/// The command that a word stands for: its own name first, then a short name, then the only one
/// that begins like it.
const Command* child(const Command& parent, const std::string& word)
{
    if (const Command* found = parent.find(meaning(kShortNouns, word)))
        return found;
    const Command* only = nullptr;
    for (const Command& one : parent.commands()) {
        if (!one.name().starts_with(word))
            continue;
        if (only != nullptr)
            return nullptr;
        only = &one;
    }
    return only;
}

bool isDefinitionFile(const std::string& word)
{
    return word.size() > 5 && word.ends_with(".json");
}

/// pack-application only: what an option means that its generations disagree about.
std::string packingMeaning(const std::string& option, const std::string& value)
{
    if (option == "-h" && isDefinitionFile(value))
        return "--target-definition-filename";
    if ((option == "-o" || option == "--output") && !isOutputFormat(value))
        return "--destination";
    return option;
}

} // namespace

std::vector<std::string> normalised(const Command& root, std::span<const std::string> arguments)
{
    std::vector<std::string> words(arguments.begin(), arguments.end());
    const Command* command = &root;
    std::size_t at = 0;
    for (; at < words.size() && !words[at].empty() && words[at].front() != '-'; ++at) {
        const Command* below = child(*command, words[at]);
        if (below == nullptr)
            break;
        words[at] = below->name();
        command = below;
    }
    const bool isPacking = command->name() == "pack-application";
    for (; at < words.size(); ++at) {
        words[at] = meaning(kOddSpellings, words[at]);
        if (isPacking && at + 1 < words.size())
            words[at] = packingMeaning(words[at], words[at + 1]);
    }
    return words;
}

} // namespace perisphere::tools::azsphere
