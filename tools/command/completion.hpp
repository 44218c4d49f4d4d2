// Completion scripts, made by walking the declared commands: verbs, options, files, folders and
// enumerated values. For these the shells do not call the program; for names that only the
// installation or a running device knows they do, see name_source.hpp.
#pragma once

#include "command/command.hpp"

#include <string>
#include <vector>

namespace perisphere::tools
{

enum class Shell { Bash, Zsh, Fish };

[[nodiscard]] std::string completionScript(const Command& root, Shell shell);

[[nodiscard]] std::string bashCompletion(const Command& root);
[[nodiscard]] std::string zshCompletion(const Command& root);
[[nodiscard]] std::string fishCompletion(const Command& root);

/// A command that is offered, with the words that lead to it below the root: "image pack".
struct CommandPath {
    std::string words;
    const Command* command;
};

/// The root first (no words), each noun before its verbs.
[[nodiscard]] std::vector<CommandPath> offeredCommands(const Command& root);

/// `text` with a backslash before each of `special`.
[[nodiscard]] std::string escaped(std::string_view text, std::string_view special);

/// `text` in single quotes as bash and zsh read it.
[[nodiscard]] std::string singleQuoted(std::string_view text);

} // namespace perisphere::tools
