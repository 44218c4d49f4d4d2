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
    std::uint64_t count = 0;
};

struct FileLines {
    std::map<std::uint32_t, std::uint64_t> lines; ///< number, count
    std::vector<FunctionLine> functions;
};

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
        fmt::format_to(out, "FNDA:{},{}\n", one.count, one.name);
    fmt::format_to(
        out, "FNF:{}\nFNH:{}\n", of.functions.size(),
        std::ranges::count_if(of.functions, [](const FunctionLine& one) { return one.count > 0; }));
    for (const auto& [line, count] : of.lines)
        fmt::format_to(out, "DA:{},{}\n", line, count);
    fmt::format_to(out, "LF:{}\nLH:{}\nend_of_record\n", of.lines.size(), linesRun);
    return text;
}

std::vector<FileCoverage> resultOf(std::map<std::string_view, FileLines>& files)
{
    std::vector<FileCoverage> result;
    for (auto& [file, of] : files) {
        const auto linesRun = static_cast<std::uint32_t>(
            std::ranges::count_if(of.lines, [](const auto& line) { return line.second > 0; }));
        result.push_back({.file = file,
                          .record = recordOf(file, of, linesRun),
                          .lines = static_cast<std::uint32_t>(of.lines.size()),
                          .linesRun = linesRun});
    }
    return result;
}

} // namespace

std::vector<FileCoverage> coverage(const DebugInfo& info, std::span<const std::uint32_t> executed)
{
    const auto hasRun = [executed](std::uint32_t begin, std::uint32_t end) {
        const auto first = std::ranges::lower_bound(executed, begin);
        return first != executed.end() && *first < end;
    };
    std::map<std::string_view, FileLines> files;
    for (const LineRange& range : info.lines())
        files[info.files()[range.file]].lines[range.line] |=
            std::uint64_t{hasRun(range.begin, range.end)};
    for (const Function& function : info.functions())
        if (const auto line = info.lineAt(function.address))
            files[line->file].functions.push_back(
                {.name = function.name,
                 .line = line->line,
                 .count = hasRun(function.address, function.address + function.bytes)});
    return resultOf(files);
}

std::vector<FileCoverage> countedCoverage(const DebugInfo& info,
                                          std::span<const ExecutedInstruction> executed)
{
    const auto countIn = [executed](std::uint32_t begin, std::uint32_t end) {
        std::uint64_t most = 0;
        for (auto at = std::ranges::lower_bound(executed, begin, {}, &ExecutedInstruction::address);
             at != executed.end() && at->address < end; ++at)
            most = std::max(most, at->count);
        return most;
    };
    std::map<std::string_view, FileLines> files;
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t> inFunction;
    const Function* function = nullptr;
    const auto add = [&] {
        for (const auto& [line, count] : inFunction)
            files[info.files()[line.first]].lines[line.second] += count;
        inFunction.clear();
    };
    for (const LineRange& range : info.lines()) { // by address: a function after the other
        if (const Function* const in = info.functionAt(range.begin); in != function) {
            add();
            function = in;
        }
        auto& most = inFunction[{range.file, range.line}];
        most = std::max(most, countIn(range.begin, range.end));
    }
    add();
    for (const Function& one : info.functions())
        if (const auto line = info.lineAt(one.address))
            files[line->file].functions.push_back({.name = one.name,
                                                   .line = line->line,
                                                   .count = countIn(one.address, one.address + 1)});
    return resultOf(files);
}

} // namespace perisphere::program
