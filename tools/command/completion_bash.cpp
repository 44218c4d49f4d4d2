// Bash: one function that follows the words typed so far through tables of "path:word".

#include "command/completion.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace perisphere::tools
{
namespace
{

/// What completes a value: "file", "folder", "text", "words" and the words, or "names" and their
/// source.
std::string wanted(const Parameter& parameter)
{
    if (const auto source = parameter.nameSource())
        return fmt::format("names {}", wordOf(*source));
    switch (parameter.kind()) {
    case ValueKind::File:
        return "file";
    case ValueKind::Directory:
        return "folder";
    case ValueKind::Choice: {
        std::string words = "words";
        for (const Choice& choice : parameter.choices())
            words += " " + choice.word;
        return words;
    }
    case ValueKind::None:
    case ValueKind::Text:
    case ValueKind::Number:
        return "text";
    }
    return "text";
}

/// Rows of the loop over the words before the cursor: which lead deeper, which want a value.
std::string bashRowsThatFollow(const CommandPath& at)
{
    std::string rows;
    for (const Command& child : at.command->commands())
        if (!child.isHidden())
            rows += fmt::format("        '{}:{}') path='{}{}{}' ;;\n", at.words, child.name(),
                                at.words, at.words.empty() ? "" : " ", child.name());
    for (const Parameter& parameter : at.command->parameters()) {
        if (parameter.isPositional() || parameter.isFlag() || parameter.isHidden())
            continue;
        for (const std::string& name : parameter.names())
            rows +=
                fmt::format("        '{}:{}') wanted='{}' ;;\n", at.words, name, wanted(parameter));
    }
    return rows;
}

std::string optionWords(const Command& command)
{
    std::vector<std::string> words;
    for (const Parameter& parameter : command.parameters())
        if (!parameter.isHidden())
            words.insert(words.end(), parameter.names().begin(), parameter.names().end());
    words.emplace_back("--help");
    return fmt::format("{}", fmt::join(words, " "));
}

/// What may stand at the n-th place: verbs, or the n-th argument; the last one if it repeats.
std::string placeRows(const CommandPath& at)
{
    std::string rows;
    std::vector<std::string> verbs;
    for (const Command& child : at.command->commands())
        if (!child.isHidden())
            verbs.push_back(child.name());
    if (!verbs.empty())
        rows += fmt::format("    '{}:0') wanted='words {}' ;;\n", at.words, fmt::join(verbs, " "));
    int place = 0;
    for (const Parameter& parameter : at.command->parameters())
        if (parameter.isPositional()) {
            const std::string pattern = parameter.isRepeatable()
                                            ? fmt::format("'{}:'*", at.words)
                                            : fmt::format("'{}:{}'", at.words, place);
            rows += fmt::format("    {}) wanted='{}' ;;\n", pattern, wanted(parameter));
            ++place;
        }
    return rows;
}

} // namespace

std::string bashCompletion(const Command& root)
{
    std::string follow;
    std::string options;
    std::string places;
    for (const CommandPath& at : offeredCommands(root)) {
        follow += bashRowsThatFollow(at);
        options +=
            fmt::format("        '{}') wanted='words {}' ;;\n", at.words, optionWords(*at.command));
        places += placeRows(at);
    }
    return fmt::format(R"bash(# bash completion for {0}, made by "{0} completion bash"

_{0}()
{{
    local current=${{COMP_WORDS[COMP_CWORD]}} path='' place=0 wanted='' word i
    local -a device=()
    COMPREPLY=()
    # Bash takes "--option=value" apart at the "=".
    [[ $current == = ]] && current=''
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${{COMP_WORDS[i]}}
        [[ $word == = ]] && continue
        if [[ -n $wanted ]]; then
            [[ $wanted == 'names devices' ]] && device=(--device "$word")
            wanted=''
            continue
        fi
        case "$path:$word" in
{1}        *:-*) ;;
        *) place=$((place + 1)) ;;
        esac
    done
    if [[ -z $wanted && $current == -* ]]; then
        case $path in
{2}        esac
    fi
    [[ -z $wanted ]] && case "$path:$place" in
{3}    esac
    case $wanted in
    file)
        compopt -o filenames 2>/dev/null || true
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
        ;;
    folder)
        compopt -o filenames 2>/dev/null || true
        mapfile -t COMPREPLY < <(compgen -d -- "$current")
        ;;
    words*) mapfile -t COMPREPLY < <(compgen -W "${{wanted#words}}" -- "$current") ;;
    names*)
        mapfile -t COMPREPLY < <(
            compgen -W "$({0} completion-names "${{wanted#names }}" "${{device[@]}}" 2>/dev/null)" -- "$current" || true
            [[ $wanted == 'names boards' ]] && compgen -f -X '!*.json' -- "$current"
        )
        ;;
    esac
}}
complete -F _{0} {0}
)bash",
                       root.name(), follow, options, places);
}

} // namespace perisphere::tools
