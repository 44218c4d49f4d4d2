// A command as declared: a noun with verbs below it, or a verb with parameters and an action.
#pragma once

#include "command/exit_code.hpp"
#include "command/parameter.hpp"
#include "command/services.hpp"
#include "perisphere/base/result.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace perisphere::tools
{

class Command
{
public:
    /// Failed: the findings were printed. An Error: the edge prints it.
    using Action = std::function<Result<ExitCode>()>;

    struct Example {
        std::string line;
        std::string explanation;
    };

    Command(std::string name, std::string summary);

    /// A verb: `declare` names the parameters that fill an Options, `run` acts on what was filled.
    template <class Options>
    static Command make(std::string name, std::string summary, void (*declare)(Command&, Options&),
                        Result<ExitCode> (*run)(const Options&, Services&), Services& services)
    {
        Command command(std::move(name), std::move(summary));
        // Shared, since parameters and action both refer to it and std::function has to be
        // copyable.
        auto options = std::make_shared<Options>();
        declare(command, *options);
        command.setAction([options, run, &services] { return run(*options, services); });
        return command;
    }

    Command& add(Command child);
    Parameter& add(Parameter parameter);

    template <class T>
    Parameter& argument(std::string valueName, T& target, std::string help)
    {
        return add(Parameter({}, std::move(valueName), kindOf<T>(), std::move(help),
                             storeTo(target)))
            .required();
    }

    template <class T>
    Parameter& option(std::string_view names, std::string valueName, T& target, std::string help)
    {
        Parameter& added = add(
            Parameter(names, std::move(valueName), kindOf<T>(), std::move(help), storeTo(target)));
        return ValueTraits<T>::kIsList ? added.repeatable() : added;
    }

    Parameter& flag(std::string_view names, bool& target, std::string help);

    /// An option that takes one of some words, each standing for a value.
    template <class T>
    Parameter& choice(std::string_view names, std::string valueName, T& target,
                      std::vector<Meaning<typename ValueTraits<T>::Element>> meanings,
                      std::string help)
    {
        std::vector<Choice> words;
        words.reserve(meanings.size());
        for (const auto& one : meanings)
            words.push_back({one.word, one.help});
        auto store = [&target, meanings](const Parameter::Values& values) -> Result<> {
            for (const auto& one : meanings)
                if (!values.empty() && one.word == values.back())
                    target = one.value;
            return {};
        };
        return add(Parameter(names, std::move(valueName), ValueKind::Choice, std::move(help),
                             std::move(store)))
            .choices(std::move(words));
    }

    /// An option of old build files that has no meaning here.
    Parameter& ignoredOption(std::string_view names);
    Parameter& ignoredFlag(std::string_view names);

    void describe(std::string paragraph); ///< more help, below the summary
    void example(std::string line, std::string explanation);
    void setAction(Action action);
    void acceptAnything(); ///< words and options below it are not looked at
    void hide();           ///< works, but is not offered

    [[nodiscard]] const std::string& name() const { return m_name; }
    [[nodiscard]] const std::string& summary() const { return m_summary; }
    [[nodiscard]] const std::vector<std::string>& paragraphs() const { return m_paragraphs; }
    [[nodiscard]] const std::vector<Example>& examples() const { return m_examples; }
    [[nodiscard]] const std::deque<Command>& commands() const { return m_commands; }
    [[nodiscard]] const std::deque<Parameter>& parameters() const { return m_parameters; }
    [[nodiscard]] const Action& action() const { return m_action; }
    [[nodiscard]] bool acceptsAnything() const { return m_acceptsAnything; }
    [[nodiscard]] bool isHidden() const { return m_isHidden; }

    [[nodiscard]] const Command* find(std::string_view childName) const;
    [[nodiscard]] Command* find(std::string_view childName);

private:
    std::string m_name;
    std::string m_summary;
    std::vector<std::string> m_paragraphs;
    std::vector<Example> m_examples;
    std::deque<Command> m_commands; // not vectors: references given out stay valid
    std::deque<Parameter> m_parameters;
    Action m_action;
    bool m_acceptsAnything = false;
    bool m_isHidden = false;
};

} // namespace perisphere::tools
