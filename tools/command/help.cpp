#include "command/help.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace perisphere::tools
{
namespace
{

constexpr std::size_t kColumns = 100;
constexpr std::size_t kIndent = 2;
constexpr std::size_t kMaxLeftColumns = 34;

struct Row {
    std::string left;
    std::string right;
};

/// Words of `text` in lines of at most `columns`.
std::vector<std::string> wrap(std::string_view text, std::size_t columns)
{
    std::vector<std::string> lines(1);
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, end);
        if (!lines.back().empty() && lines.back().size() + 1 + word.size() > columns)
            lines.emplace_back();
        if (!lines.back().empty())
            lines.back() += ' ';
        lines.back() += word;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::string table(std::string_view heading, const std::vector<Row>& rows)
{
    if (rows.empty())
        return {};
    std::size_t width = 0;
    for (const Row& row : rows)
        if (row.left.size() <= kMaxLeftColumns)
            width = std::max(width, row.left.size());
    const std::size_t start = kIndent + width + 2;
    std::string text = fmt::format("\n{}:\n", heading);
    for (const Row& row : rows) {
        text += fmt::format("{:{}}{:{}}  ", "", kIndent, row.left, width);
        bool needsBreak = row.left.size() > width;
        for (const std::string& line : wrap(row.right, kColumns - start)) {
            text += needsBreak ? fmt::format("\n{:{}}{}", "", start, line) : line;
            needsBreak = true;
        }
        text += '\n';
    }
    return text;
}

std::string spelling(const Parameter& parameter)
{
    std::vector<std::string> names = parameter.names();
    std::stable_sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) {
        return a.size() == 2 && b.size() != 2; // short names first, as is the custom
    });
    const std::string joined = fmt::format("{}", fmt::join(names, ", "));
    return parameter.isFlag() ? joined : fmt::format("{} {}", joined, parameter.valueName());
}

std::string explanation(const Parameter& parameter)
{
    std::string text = parameter.help();
    if (parameter.kind() == ValueKind::Choice) {
        std::vector<std::string> words;
        for (const Choice& choice : parameter.choices())
            words.push_back(choice.help.empty() ? choice.word
                                                : fmt::format("{} ({})", choice.word, choice.help));
        text += fmt::format(": {}", fmt::join(words, ", "));
    }
    if (parameter.isRepeatable() && !parameter.isFlag())
        text += "; may be repeated";
    return text;
}

struct Tables {
    std::vector<Row> commands;
    std::vector<Row> arguments;
    std::vector<Row> options;
};

Tables tablesOf(const Command& command)
{
    Tables tables;
    for (const Command& child : command.commands())
        if (!child.isHidden())
            tables.commands.push_back({child.name(), child.summary()});
    for (const Parameter& parameter : command.parameters()) {
        if (parameter.isHidden())
            continue;
        if (parameter.isPositional())
            tables.arguments.push_back({parameter.valueName(), explanation(parameter)});
        else
            tables.options.push_back({spelling(parameter), explanation(parameter)});
    }
    tables.options.push_back({"-h, --help", "print this help"});
    return tables;
}

/// " FILE", " [PATH]", " [APP...]"
std::string argumentForm(const Parameter& parameter)
{
    const std::string form = parameter.valueName() + (parameter.isRepeatable() ? "..." : "");
    return parameter.isRequired() ? " " + form : fmt::format(" [{}]", form);
}

std::string usageLine(const Command& command, const std::string& title)
{
    std::string usage = title;
    if (!command.commands().empty())
        return usage + " COMMAND ...";
    bool hasOptional = false;
    for (const Parameter& parameter : command.parameters()) {
        if (parameter.isPositional())
            usage += argumentForm(parameter);
        else if (parameter.isRequired())
            usage += fmt::format(" {} {}", parameter.title(), parameter.valueName());
        else
            hasOptional = hasOptional || !parameter.isHidden();
    }
    return usage + (hasOptional ? " [OPTION]..." : "");
}

std::string paragraphs(const Command& command)
{
    std::string text = command.summary() + ".\n";
    for (const std::string& paragraph : command.paragraphs())
        text += fmt::format("\n{}\n", fmt::join(wrap(paragraph, kColumns), "\n"));
    return text;
}

std::string usageAndTables(const Command& command, const std::string& title)
{
    const Tables tables = tablesOf(command);
    std::string text = fmt::format("Usage: {}\n", usageLine(command, title));
    text += table("Commands", tables.commands);
    text += table("Arguments", tables.arguments);
    text += table("Options", tables.options);
    if (!command.examples().empty())
        text += "\nExamples:\n";
    for (const Command::Example& example : command.examples())
        text += fmt::format("  # {}\n  {}\n", example.explanation, example.line);
    return text;
}

void appendManual(const Command& command, const std::string& title, std::string& text)
{
    if (command.isHidden())
        return;
    text += fmt::format("\n## {}\n\n{}\n```text\n{}```\n", title, paragraphs(command),
                        usageAndTables(command, title));
    for (const Command& child : command.commands())
        appendManual(child, title + " " + child.name(), text);
}

} // namespace

std::string helpText(const Invocation& invocation)
{
    const std::string title = fmt::format("{}", fmt::join(invocation.words, " "));
    return fmt::format("{}\n{}", paragraphs(*invocation.command),
                       usageAndTables(*invocation.command, title));
}

std::string manualText(const Command& root)
{
    std::string text;
    appendManual(root, root.name(), text);
    return text;
}

} // namespace perisphere::tools
