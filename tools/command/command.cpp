#include "command/command.hpp"

#include <algorithm>

namespace perisphere::tools
{

Command::Command(std::string name, std::string summary)
    : m_name(std::move(name))
    , m_summary(std::move(summary))
{
}

Command& Command::add(Command child)
{
    m_commands.push_back(std::move(child));
    return m_commands.back();
}

Parameter& Command::add(Parameter parameter)
{
    m_parameters.push_back(std::move(parameter));
    return m_parameters.back();
}

Parameter& Command::flag(std::string_view names, bool& target, std::string help)
{
    return add(Parameter(names, {}, ValueKind::None, std::move(help),
                         [&target](const Parameter::Values&) -> Result<> {
                             target = true;
                             return {};
                         }));
}

Parameter& Command::ignoredOption(std::string_view names)
{
    return add(Parameter(names, "VALUE", ValueKind::Text, "ignored",
                         [](const Parameter::Values&) -> Result<> { return {}; }))
        .repeatable()
        .hidden();
}

Parameter& Command::ignoredFlag(std::string_view names)
{
    return add(Parameter(names, {}, ValueKind::None, "ignored",
                         [](const Parameter::Values&) -> Result<> { return {}; }))
        .hidden();
}

void Command::describe(std::string paragraph)
{
    m_paragraphs.push_back(std::move(paragraph));
}

void Command::example(std::string line, std::string explanation)
{
    m_examples.push_back({std::move(line), std::move(explanation)});
}

void Command::setAction(Action action)
{
    m_action = std::move(action);
}

void Command::acceptAnything()
{
    m_acceptsAnything = true;
}

void Command::hide()
{
    m_isHidden = true;
}

const Command* Command::find(std::string_view childName) const
{
    const auto found = std::find_if(m_commands.begin(), m_commands.end(),
                                    [&](const Command& one) { return one.name() == childName; });
    return found == m_commands.end() ? nullptr : &*found;
}

Command* Command::find(std::string_view childName)
{
    return const_cast<Command*>(std::as_const(*this).find(childName));
}

} // namespace perisphere::tools
