#include "perisphere/program/coverage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

namespace perisphere::program
{
namespace
{

struct FunctionLine {
    std::string_view name;
    std::uint32_t line = 0;
    bool hasRun = false;
};

struct FileLines {
    std::map<std::uint32_t, bool> lines; ///< number, whether it has run
    std::vector<FunctionLine> functions;
};

bool hasRun(std::span<const std::uint32_t> executed, std::uint32_t begin, std::uint32_t end)
{
    const auto first = std::ranges::lower_bound(executed, begin);
    return first != executed.end() && *first < end;
}

std::string recordOf(std::string_view file, FileLines& of, std::uint32_t linesRun)
{
    std::ranges::sort(of.functions, [](const FunctionLine& a, const FunctionLine& b) {
        return std::tie(a.line, a.name) < std::tie(b.line, b.name);
    });
    std::string text = fmt::format("TN:\nSF:{}\n", file);
    auto out = std::back_inserter(text);
    for (const FunctionLine& one : of.functions)
        fmt::format_to(out, "FN:{},{}\n", one.line, one.name);
    for (const FunctionLine& one : of.functions)
        fmt::format_to(out, "FNDA:{},{}\n", one.hasRun ? 1 : 0, one.name);
    fmt::format_to(out, "FNF:{}\nFNH:{}\n", of.functions.size(),
                   std::ranges::count_if(of.functions, &FunctionLine::hasRun));
    for (const auto& [line, isRun] : of.lines)
        fmt::format_to(out, "DA:{},{}\n", line, isRun ? 1 : 0);
    fmt::format_to(out, "LF:{}\nLH:{}\nend_of_record\n", of.lines.size(), linesRun);
    return text;
}

} // namespace

std::vector<FileCoverage> coverage(const DebugInfo& info, std::span<const std::uint32_t> executed)
{
    std::map<std::string_view, FileLines> files;
    for (const LineRange& range : info.lines())
        files[info.files()[range.file]].lines[range.line] |=
            hasRun(executed, range.begin, range.end);
    for (const Function& function : info.functions())
        if (const auto line = info.lineAt(function.address))
            files[line->file].functions.push_back(
                {.name = function.name,
                 .line = line->line,
                 .hasRun = hasRun(executed, function.address, function.address + function.bytes)});
    std::vector<FileCoverage> result;
    for (auto& [file, of] : files) {
        const auto linesRun = static_cast<std::uint32_t>(
            std::ranges::count_if(of.lines, [](const auto& line) { return line.second; }));
        result.push_back({.file = file,
                          .record = recordOf(file, of, linesRun),
                          .lines = static_cast<std::uint32_t>(of.lines.size()),
                          .linesRun = linesRun});
    }
    return result;
}

} // namespace perisphere::program
