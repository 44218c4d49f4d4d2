// Fish: one `complete` line for each verb, option and argument, under the condition that the words
// typed so far lead there.

#include "command/completion.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace perisphere::tools
{
namespace
{

std::string inQuotes(std::string_view text)
{
    return "'" + escaped(text, "\\'") + "'";
}

std::string fishRowsThatFollow(const CommandPath& at)
{
    std::string rows;
    for (const Command& child : at.command->commands())
        if (!child.isHidden())
            rows += fmt::format("            case '{}:{}'\n                set path '{}{}{}'\n",
                                at.words, child.name(), at.words, at.words.empty() ? "" : " ",
                                child.name());
    std::vector<std::string> wantValue;
    for (const Parameter& parameter : at.command->parameters())
        if (!parameter.isPositional() && !parameter.isFlag() && !parameter.isHidden())
            for (const std::string& name : parameter.names())
                wantValue.push_back(fmt::format("'{}:{}'", at.words, name));
    if (!wantValue.empty())
        rows += fmt::format("            case {}\n                set wanted 1\n",
                            fmt::join(wantValue, " "));
    return rows;
}

/// Fish's words for what completes a value.
std::string valueFlags(const std::string& programName, const Parameter& parameter)
{
    if (const auto source = parameter.nameSource())
        return fmt::format(" {} -a '(__{}_names {})'",
                           *source == NameSource::Boards ? "-r -F" : "-x", programName,
                           wordOf(*source));
    switch (parameter.kind()) {
    case ValueKind::None:
        return {};
    case ValueKind::File:
        return " -r -F";
    case ValueKind::Directory:
        return " -x -a '(__fish_complete_directories)'";
    case ValueKind::Choice: {
        std::vector<std::string> words;
        for (const Choice& choice : parameter.choices())
            words.push_back(choice.help.empty()
                                ? choice.word
                                : fmt::format("{}\\t{}", choice.word, inQuotes(choice.help)));
        return fmt::format(" -x -a {}", inQuotes(fmt::format("{}", fmt::join(words, " "))));
    }
    case ValueKind::Text:
    case ValueKind::Number:
        return " -x";
    }
    return {};
}

std::string parameterLine(const std::string& programName, const CommandPath& at,
                          const Parameter& parameter, int place)
{
    std::string condition = fmt::format("__{}_at {}", programName, inQuotes(at.words));
    if (parameter.isPositional() && !parameter.isRepeatable())
        condition += fmt::format(" {}", place);
    std::string line = fmt::format("complete -c {} -n {}", programName, inQuotes(condition));
    for (const std::string& name : parameter.names())
        line += name.size() == 2 ? fmt::format(" -s {}", name.substr(1))
                                 : fmt::format(" -l {}", name.substr(2));
    std::string flags = valueFlags(programName, parameter);
    if (parameter.isPositional() && parameter.kind() == ValueKind::File)
        flags = " -F"; // -r is for options
    return line + flags + fmt::format(" -d {}\n", inQuotes(parameter.help()));
}

std::string completeLines(const Command& root, const CommandPath& at)
{
    const std::string start = "complete -c " + root.name();
    const std::string here = fmt::format("__{}_at {}", root.name(), inQuotes(at.words));
    std::string lines;
    for (const Command& child : at.command->commands())
        if (!child.isHidden())
            lines += fmt::format("{} -n {} -a {} -d {}\n", start, inQuotes(here + " 0"),
                                 child.name(), inQuotes(child.summary()));
    int place = 0;
    for (const Parameter& parameter : at.command->parameters())
        if (!parameter.isHidden()) {
            lines += parameterLine(root.name(), at, parameter, place);
            place += parameter.isPositional() ? 1 : 0;
        }
    return lines +
           fmt::format("{} -n {} -s h -l help -d 'print this help'\n", start, inQuotes(here));
}

} // namespace

std::string fishCompletion(const Command& root)
{
    std::string follow;
    std::string lines;
    for (const CommandPath& at : offeredCommands(root)) {
        follow += fishRowsThatFollow(at);
        lines += completeLines(root, at);
    }
    return fmt::format(R"(# fish completion for {0}, made by "{0} completion fish"

# Whether the verbs typed so far are $argv[1] and, where given, $argv[2] arguments follow them.
function __{0}_at
    set -l words (commandline -opc)
    set -e words[1]
    set -l path ''
    set -l place 0
    set -l wanted 0
    for word in $words
        if test $wanted = 1
            set wanted 0
            continue
        end
        switch "$path:$word"
{1}            case '*:-*'
            case '*'
                set place (math $place + 1)
        end
    end
    test "$path" = "$argv[1]"; or return 1
    test (count $argv) -lt 2; or test $place = $argv[2]
end

# Names that only the installation or the device of this line knows.
function __{0}_names
    set -l device
    set -l words (commandline -opc)
    for i in (seq (count $words))
        switch $words[$i]
            case '--device=*'
                set device --device (string replace -- --device= '' $words[$i])
            case --device -d
                test $i -lt (count $words); and set device --device $words[(math $i + 1)]
        end
    end
    {0} completion-names $argv $device 2>/dev/null
end

complete -c {0} -f
{2})",
                       root.name(), follow, lines);
}

} // namespace perisphere::tools
