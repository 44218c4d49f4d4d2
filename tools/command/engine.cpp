// The only file that knows CLI11. It gets names and arities and gives words back: its own
// conversions, requirements, help and messages are not used, since ours name the nearest right
// word and serve manual and completions too.

#include "command/engine.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

namespace perisphere::tools
{
namespace
{

struct Engine {
    std::map<const Command*, CLI::App*> apps;
    std::map<const Parameter*, CLI::Option*> options;
    std::map<const Command*, CLI::Option*> helpFlags;
};

CLI::Option* declareParameter(const Parameter& parameter, CLI::App& app)
{
    const std::string names = parameter.isPositional()
                                  ? parameter.valueName()
                                  : fmt::format("{}", fmt::join(parameter.names(), ","));
    if (parameter.isFlag())
        return app.add_flag(names)->disable_flag_override();
    CLI::Option* option = app.add_option(names);
    option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    const bool isMany =
        parameter.isGreedy() || (parameter.isPositional() && parameter.isRepeatable());
    if (isMany)
        return option->expected(1, CLI::detail::expected_max_vector_size)->allow_extra_args();
    return option->expected(1)->allow_extra_args(false);
}

void declareCommand(const Command& command, CLI::App& app, Engine& engine)
{
    engine.apps[&command] = &app;
    app.set_help_flag();
    app.allow_extras();
    if (command.acceptsAnything())
        app.prefix_command();
    // At most one verb: a file that is called like a verb stays a file.
    app.require_subcommand(0, 1);
    const bool takesShortHelp = !std::any_of(
        command.parameters().begin(), command.parameters().end(), [](const Parameter& one) {
            return std::find(one.names().begin(), one.names().end(), "-h") != one.names().end();
        });
    engine.helpFlags[&command] = app.add_flag(takesShortHelp ? "--help,-h" : "--help");
    for (const Parameter& parameter : command.parameters())
        engine.options[&parameter] = declareParameter(parameter, app);
    for (const Command& child : command.commands()) {
        CLI::App* below = app.add_subcommand(child.name());
        below->prefix_command(false);
        declareCommand(child, *below, engine);
    }
}

/// Follows the verbs that CLI11 recognised.
void findCommand(const Command& root, const Engine& engine, Tokens& tokens)
{
    tokens.command = &root;
    tokens.words = {root.name()};
    while (true) {
        const CLI::App& app = *engine.apps.at(tokens.command);
        const auto parsed = app.get_subcommands();
        tokens.leftOver = app.remaining();
        std::erase(tokens.leftOver, "--"); // CLI11 leaves the mark itself among what is left
        tokens.wantsHelp = tokens.wantsHelp || engine.helpFlags.at(tokens.command)->count() > 0;
        if (parsed.empty() || !tokens.leftOver.empty())
            return; // a wrong word before a verb is the first to be told
        tokens.words.push_back(parsed.front()->get_name());
        tokens.command = tokens.command->find(parsed.front()->get_name());
    }
}

void collect(const Engine& engine, Tokens& tokens)
{
    for (const Parameter& parameter : tokens.command->parameters()) {
        const CLI::Option* option = engine.options.at(&parameter);
        if (option->count() > 0)
            tokens.given.push_back({&parameter, option->results()});
    }
}

/// CLI11 says in words which option it was, sometimes without its dashes; only the name is taken.
std::string optionIn(const std::string& message)
{
    const std::string name = message.substr(0, message.find_first_of(": "));
    return name.starts_with('-') ? name : "--" + name;
}

} // namespace

Tokens tokenize(const Command& root, std::span<const std::string> arguments)
{
    Tokens tokens;
    Engine engine;
    CLI::App app;
    declareCommand(root, app, engine);
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    try {
        app.parse(std::move(reversed));
    } catch (const CLI::ParseError& error) {
        tokens.mismatched = optionIn(error.what());
    }
    findCommand(root, engine, tokens);
    collect(engine, tokens);
    return tokens;
}

} // namespace perisphere::tools
