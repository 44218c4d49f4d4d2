#include "perisphere/scenario/junit.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <iterator>
#include <map>

namespace perisphere::scenario
{
namespace
{

constexpr std::string_view kReplacement = "\xEF\xBF\xBD"; // U+FFFD

/// The bytes of the character at the begin of `text`, 0 where they are not UTF-8.
std::size_t characterLength(std::string_view text)
{
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t length = first < 0x80                    ? 1
                               : first >= 0xC2 && first < 0xE0 ? 2
                               : first >= 0xE0 && first < 0xF0 ? 3
                               : first >= 0xF0 && first < 0xF5 ? 4
                                                               : 0;
    if (length == 0 || text.size() < length)
        return 0;
    std::uint32_t code = length == 1 ? first : first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        const auto next = static_cast<unsigned char>(text[i]);
        if ((next & 0xC0U) != 0x80U)
            return 0;
        code = code << 6U | (next & 0x3FU);
    }
    // What shorter sequences can say, surrogates, and the two that are no characters.
    const bool isWrong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000) ||
                         code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF) || code == 0xFFFE ||
                         code == 0xFFFF;
    return isWrong ? 0 : length;
}

/// For text and for attributes in double quotes (XML 1.0, 2.2 and 2.4).
std::string escaped(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        const std::size_t length = characterLength(text);
        const char c = text.front();
        const bool isControl = length == 1 && static_cast<unsigned char>(c) < 0x20;
        if (length == 0 || (isControl && c != '\n' && c != '\t'))
            out += kReplacement;
        else if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '"')
            out += "&quot;";
        else if (c == '\n' || c == '\t')
            out += c == '\n' ? "&#10;" : "&#9;"; // attributes would make spaces of them
        else
            out += text.substr(0, length);
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return out;
}

double secondsOf(engine::Duration duration)
{
    return static_cast<double>(duration.count()) / 1e9;
}

void appendCase(std::string& out, const ScenarioResult& result)
{
    fmt::format_to(std::back_inserter(out),
                   "    <testcase classname=\"{}\" name=\"{}\" time=\"{:.6f}\">\n",
                   escaped(result.where.file), escaped(result.name), secondsOf(result.duration));
    if (result.failure) {
        const Failure& failure = *result.failure;
        fmt::format_to(std::back_inserter(out),
                       "      <failure type=\"scenario\" message=\"{}\">{}</failure>\n",
                       escaped(fmt::format("{}: expected {}; seen {}", failure.step,
                                           failure.expected, failure.seen)),
                       escaped(describeFailure(failure, "")));
    }
    std::string log;
    for (const control::LogLine& line : result.log)
        log += shownLine(line) + "\n";
    fmt::format_to(std::back_inserter(out), "      <system-out>{}</system-out>\n    </testcase>\n",
                   escaped(log));
}

} // namespace

std::string describeFailure(const Failure& failure, std::string_view indent)
{
    std::string out;
    const auto line = [&](std::string_view text) {
        // Texts of several lines (a picture) keep the indent.
        while (true) {
            const std::size_t end = text.find('\n');
            fmt::format_to(std::back_inserter(out), "{}{}\n", indent, text.substr(0, end));
            if (end == std::string_view::npos || end + 1 == text.size())
                return;
            text.remove_prefix(end + 1);
        }
    };
    line(failure.where.toString() + (failure.step.empty() ? "" : ": " + failure.step));
    line("  expected: " + failure.expected);
    line("  seen:     " + failure.seen);
    if (!failure.log.empty())
        line("  last lines of the log:");
    for (const control::LogLine& one : failure.log)
        line("    " + shownLine(one));
    if (!failure.edges.empty())
        line("  last edges:");
    for (const std::string& edge : failure.edges)
        line("    " + edge);
    return out;
}

std::string toJUnit(std::span<const ScenarioResult> results)
{
    std::vector<std::string> files; // in the order of the results
    std::map<std::string, std::vector<const ScenarioResult*>, std::less<>> byFile;
    for (const ScenarioResult& result : results) {
        auto& list = byFile[result.where.file];
        if (list.empty())
            files.push_back(result.where.file);
        list.push_back(&result);
    }
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
    for (const std::string& file : files) {
        std::size_t failures = 0;
        engine::Duration time{};
        for (const ScenarioResult* result : byFile[file]) {
            failures += result->failure ? 1U : 0U;
            time += result->duration;
        }
        fmt::format_to(std::back_inserter(out),
                       "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" "
                       "time=\"{:.6f}\">\n",
                       escaped(file), byFile[file].size(), failures, secondsOf(time));
        for (const ScenarioResult* result : byFile[file])
            appendCase(out, *result);
        out += "  </testsuite>\n";
    }
    return out + "</testsuites>\n";
}

} // namespace perisphere::scenario
