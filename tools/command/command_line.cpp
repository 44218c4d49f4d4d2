#include "command/command_line.hpp"

#include "command/engine.hpp"
#include "command/help.hpp"
#include "command/report.hpp"
#include "perisphere/base/suggest.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace perisphere::tools
{
namespace
{

Error usageError(std::string message, std::string expected = {}, std::string advice = {})
{
    return Error{.code = ErrorCode::InvalidArgument,
                 .message = std::move(message),
                 .expected = std::move(expected),
                 .advice = std::move(advice)};
}

std::string seeHelp(const std::string& title)
{
    return fmt::format("see \"{} --help\"", title);
}

Error unknownOption(const Command& command, const std::string& word, const std::string& title)
{
    const std::string name = word.substr(0, word.find('='));
    std::vector<std::string_view> known = {"--help"};
    for (const Parameter& parameter : command.parameters())
        known.insert(known.end(), parameter.names().begin(), parameter.names().end());
    const std::string near = suggestion(name, known);
    return usageError(fmt::format("unknown option \"{}\"", name), {},
                      near.empty() ? seeHelp(title) : near);
}

/// The verbs that are offered; those of a noun that is not offered itself, all.
std::vector<std::string_view> verbsOf(const Command& command)
{
    std::vector<std::string_view> verbs;
    for (const Command& child : command.commands())
        if (command.isHidden() || !child.isHidden())
            verbs.emplace_back(child.name());
    return verbs;
}

Error unknownCommand(const Command& command, const std::string& word)
{
    const std::vector<std::string_view> verbs = verbsOf(command);
    const std::string near = suggestion(word, verbs);
    return usageError(fmt::format("unknown command \"{}\"", word),
                      near.empty() ? fmt::format("one of: {}", fmt::join(verbs, ", ")) : "", near);
}

Error leftOver(const Command& command, const std::string& word, const std::string& title)
{
    if (word.size() > 1 && word.front() == '-')
        return unknownOption(command, word, title);
    if (!command.commands().empty())
        return unknownCommand(command, word);
    return usageError(fmt::format("unexpected argument \"{}\"", word), {}, seeHelp(title));
}

Error mismatch(const Command& command, const std::string& name, const std::string& title)
{
    for (const Parameter& parameter : command.parameters())
        if (parameter.title() == name && !parameter.isFlag())
            return usageError(fmt::format("option \"{}\" needs a value", name),
                              fmt::format("\"{} {}\"", name, parameter.valueName()),
                              seeHelp(title));
    return usageError(fmt::format("option \"{}\" takes no value", name), {}, seeHelp(title));
}

Error missing(const Parameter& parameter, const std::string& title)
{
    const std::string form = parameter.isPositional()
                                 ? parameter.valueName()
                                 : fmt::format("{} {}", parameter.title(), parameter.valueName());
    return usageError(fmt::format("{} ({}) is missing", form, parameter.help()), {},
                      seeHelp(title));
}

Result<> store(const Parameter& parameter, const Given* given, const std::string& title)
{
    if (given == nullptr) {
        if (parameter.isRequired())
            return fail(missing(parameter, title));
        return {};
    }
    const bool isMany = parameter.isRepeatable() || parameter.isGreedy() || parameter.isFlag();
    if (given->values.size() > 1 && !isMany)
        return fail(usageError(
            fmt::format("\"{}\" is given {} times", parameter.title(), given->values.size()),
            "it once"));
    return parameter.store(given->values);
}

Result<> storeAll(const Command& command, const Tokens& tokens, const std::string& title)
{
    for (const Parameter& parameter : command.parameters()) {
        const auto found =
            std::find_if(tokens.given.begin(), tokens.given.end(),
                         [&](const Given& one) { return one.parameter == &parameter; });
        const Given* given = found == tokens.given.end() ? nullptr : &*found;
        if (auto stored = store(parameter, given, title); !stored)
            return stored;
    }
    return {};
}

} // namespace

Result<Invocation> parseCommandLine(const Command& root, std::span<const std::string> arguments)
{
    const Tokens tokens = tokenize(root, arguments);
    Invocation invocation{
        .command = tokens.command, .words = tokens.words, .wantsHelp = tokens.wantsHelp};
    const std::string title = fmt::format("{}", fmt::join(tokens.words, " "));
    const Command& command = *tokens.command;
    if (command.acceptsAnything() || (invocation.wantsHelp && tokens.leftOver.empty()))
        return invocation;
    if (!tokens.leftOver.empty())
        return fail(leftOver(command, tokens.leftOver.front(), title).during(title));
    if (!tokens.mismatched.empty())
        return fail(mismatch(command, tokens.mismatched, title).during(title));
    if (auto stored = storeAll(command, tokens, title); !stored)
        return fail(stored.error().during(title));
    return invocation;
}

namespace
{

ExitCode runAction(const Invocation& invocation, Services& services)
{
    const auto result = invocation.command->action()();
    if (result)
        return *result;
    printError(result.error(), services);
    return ExitCode::Failed;
}

ExitCode runGroup(const Invocation& invocation, Services& services)
{
    const std::string title = fmt::format("{}", fmt::join(invocation.words, " "));
    services.err << fmt::format("{}: a command is missing; expected one of: {}; {}\n", title,
                                fmt::join(verbsOf(*invocation.command), ", "), seeHelp(title));
    return ExitCode::Usage;
}

ExitCode dispatch(const Invocation& invocation, Services& services)
{
    if (invocation.wantsHelp) {
        services.out << helpText(invocation);
        return ExitCode::Ok;
    }
    if (!invocation.command->action())
        return runGroup(invocation, services);
    return runAction(invocation, services);
}

} // namespace

ExitCode runCommandLine(const Command& root, std::span<const std::string> arguments,
                        Services& services)
{
    const auto invocation = parseCommandLine(root, arguments);
    if (!invocation) {
        services.err << invocation.error().toString() << '\n';
        return ExitCode::Usage;
    }
    const ExitCode code = dispatch(*invocation, services);
    services.out.flush();
    if (services.out.good() || code != ExitCode::Ok)
        return code;
    printError({.code = ErrorCode::Io, .message = "the output could not be written"}, services);
    return ExitCode::Failed;
}

} // namespace perisphere::tools
