#include "command/completion.hpp"

namespace perisphere::tools
{
namespace
{

void collect(const Command& command, const std::string& words, std::vector<CommandPath>& found)
{
    found.push_back({words, &command});
    for (const Command& child : command.commands())
        if (!child.isHidden())
            collect(child, words.empty() ? child.name() : words + " " + child.name(), found);
}

} // namespace

std::vector<CommandPath> offeredCommands(const Command& root)
{
    std::vector<CommandPath> found;
    collect(root, {}, found);
    return found;
}

std::string escaped(std::string_view text, std::string_view special)
{
    std::string result;
    for (const char c : text) {
        if (special.find(c) != std::string_view::npos)
            result += '\\';
        result += c;
    }
    return result;
}

std::string singleQuoted(std::string_view text)
{
    std::string result = "'";
    for (const char c : text) {
        if (c == '\'')
            result += "'\\''";
        else
            result += c;
    }
    return result + "'";
}

std::string completionScript(const Command& root, Shell shell)
{
    switch (shell) {
    case Shell::Bash:
        return bashCompletion(root);
    case Shell::Zsh:
        return zshCompletion(root);
    case Shell::Fish:
        return fishCompletion(root);
    }
    return {};
}

} // namespace perisphere::tools
