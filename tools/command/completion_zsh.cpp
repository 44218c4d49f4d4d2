// Zsh: one function a command, on the shell's own _arguments and _describe.

#include "command/completion.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace perisphere::tools
{
namespace
{

std::string functionName(const Command& root, const std::string& words)
{
    std::string name = "_" + root.name();
    if (!words.empty())
        name += "_" + words;
    std::replace(name.begin(), name.end(), ' ', '_');
    return name;
}

/// The part of an _arguments specification after the option: ":FILE:_files".
std::string valueSpecification(const Parameter& parameter)
{
    const std::string title = escaped(parameter.valueName(), ":");
    if (const auto source = parameter.nameSource())
        return fmt::format(":{}: _perisphere-names {}", title, wordOf(*source));
    switch (parameter.kind()) {
    case ValueKind::None:
        return {};
    case ValueKind::File:
        return fmt::format(":{}:_files", title);
    case ValueKind::Directory:
        return fmt::format(":{}:_files -/", title);
    case ValueKind::Choice: {
        std::vector<std::string> words;
        for (const Choice& choice : parameter.choices())
            words.push_back(choice.help.empty() ? choice.word
                                                : fmt::format("{}\\:\"{}\"", choice.word,
                                                              escaped(choice.help, "\\\"():")));
        const bool areDescribed =
            std::any_of(parameter.choices().begin(), parameter.choices().end(),
                        [](const Choice& one) { return !one.help.empty(); });
        return areDescribed ? fmt::format(":{}:(({}))", title, fmt::join(words, " "))
                            : fmt::format(":{}:({})", title, fmt::join(words, " "));
    }
    case ValueKind::Text:
    case ValueKind::Number:
        return fmt::format(":{}: ", title);
    }
    return {};
}

std::string optionLines(const Parameter& parameter)
{
    std::string lines;
    const std::string others = fmt::format("({})", fmt::join(parameter.names(), " "));
    for (const std::string& name : parameter.names()) {
        const bool isLong = name.size() > 2;
        const std::string equals = !parameter.isFlag() && isLong ? "=" : "";
        lines +=
            fmt::format(" \\\n        {}",
                        singleQuoted(fmt::format(
                            "{}{}{}[{}]{}", parameter.isRepeatable() ? "*" : others, name, equals,
                            escaped(parameter.help(), "[]\\"), valueSpecification(parameter))));
    }
    return lines;
}

std::string argumentsCall(const Command& command)
{
    std::string call = "    _arguments -C -S";
    int place = 1;
    for (const Parameter& parameter : command.parameters()) {
        if (parameter.isHidden())
            continue;
        if (!parameter.isPositional())
            call += optionLines(parameter);
        else
            call += fmt::format(" \\\n        {}", singleQuoted((parameter.isRepeatable()
                                                                     ? std::string("*")
                                                                     : fmt::format("{}", place++)) +
                                                                valueSpecification(parameter)));
    }
    return call + " \\\n        '(-h --help)'{-h,--help}'[print this help]'";
}

std::string groupBody(const Command& root, const CommandPath& at)
{
    std::string described;
    std::string calls;
    for (const Command& child : at.command->commands()) {
        if (child.isHidden())
            continue;
        described += fmt::format(
            "            {}\n",
            singleQuoted(fmt::format("{}:{}", child.name(), escaped(child.summary(), ":"))));
        const std::string words = at.words.empty() ? child.name() : at.words + " " + child.name();
        calls += fmt::format("            {}) {} ;;\n", child.name(), functionName(root, words));
    }
    return fmt::format(R"(    local context state state_descr line
    typeset -A opt_args
{} \
        '1: :->verb' '*:: :->rest'
    case $state in
    verb)
        local -a verbs=(
{}        )
        _describe -t commands command verbs
        ;;
    rest)
        case $words[1] in
{}        esac
        ;;
    esac
)",
                       argumentsCall(*at.command), described, calls);
}

} // namespace

std::string zshCompletion(const Command& root)
{
    std::string script = fmt::format(R"zsh(#compdef {0}
# made by "{0} completion zsh"

_{0}-names() {{
    local -a names device
    local given=${{opt_args[--device]:-${{opt_args[-d]}}}}
    [[ -n $given ]] && device=(--device "${{(Q)given}}")
    names=(${{(f)"$({0} completion-names $1 $device 2>/dev/null)"}})
    compadd -a names
    if [[ $1 == boards ]]; then
        _files -g '*.json(-.)'
    fi
}}
)zsh",
                                     root.name());
    for (const CommandPath& at : offeredCommands(root)) {
        const std::string body = at.command->commands().empty() ? argumentsCall(*at.command) + "\n"
                                                                : groupBody(root, at);
        script += fmt::format("\n{}() {{\n{}}}\n", functionName(root, at.words), body);
    }
    // The same file works from a folder of $fpath and when it is sourced.
    return script + fmt::format(R"(
if [[ $funcstack[1] == _{0} ]]; then
    _{0} "$@"
else
    compdef _{0} {0}
fi
)",
                                root.name());
}

} // namespace perisphere::tools
