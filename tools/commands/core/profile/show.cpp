#include "commands/core/profile/show.hpp"

#include "command/report.hpp"
#include "perisphere/base/atomic_file.hpp"

#include <fmt/format.h>

#include <iterator>

namespace perisphere::tools
{

void declareCoreProfileShow(Command& command, CoreProfileShowOptions& options)
{
    declareElfOption(command, options.core);
    command.option("--limit,-n", "N", options.limit, "functions shown, 0 for all; 20 by default");
    command.flag("--folded", options.isFolded,
                 "print \"FUNCTION CYCLES\" lines, which flame graph programs read");
    command
        .option("--callgrind", "FILE", options.callgrind,
                "write a file that KCachegrind and callgrind_annotate read")
        .file();
    declareCoreOptions(command, options.core);
    command.describe("Shows how many cycles each function took, without those that it called.");
    command.example("perisphere core profile show --elf out/ARM-Debug/blink.out",
                    "a table, most first");
}

namespace
{

json::Value listIn(const json::Value& value, const char* key)
{
    return value.value(key, json::Value::array());
}

std::string table(const json::Value& profile, unsigned limit)
{
    const std::uint64_t all = numberIn(profile, "cycles");
    if (all == 0)
        return "no cycles were sampled\n";
    const auto share = [all](std::uint64_t cycles) {
        return 100.0 * static_cast<double>(cycles) / static_cast<double>(all);
    };
    std::string text =
        fmt::format("{} cycles, a sample every {}{}\n", all, numberIn(profile, "period"),
                    profile.value("running", false) ? ", still running" : "");
    auto out = std::back_inserter(text);
    if (const std::uint64_t asleep = numberIn(profile, "asleep"); asleep > 0)
        fmt::format_to(out, "{:>7.2f} %  {:>14}  asleep\n", share(asleep), asleep);
    unsigned shown = 0;
    const json::Value functions = listIn(profile, "functions");
    for (const json::Value& one : functions) {
        if (limit != 0 && shown++ == limit) {
            fmt::format_to(out, "... and {} more\n", functions.size() - limit);
            break;
        }
        const std::uint64_t cycles = numberIn(one, "cycles");
        fmt::format_to(out, "{:>7.2f} %  {:>14}  {}\n", share(cycles), cycles,
                       one.value("function", std::string()));
    }
    return text;
}

std::string folded(const json::Value& profile)
{
    std::string text;
    if (const std::uint64_t asleep = numberIn(profile, "asleep"); asleep > 0)
        text += fmt::format("[asleep] {}\n", asleep);
    for (const json::Value& one : listIn(profile, "functions"))
        text +=
            fmt::format("{} {}\n", one.value("function", std::string()), numberIn(one, "cycles"));
    return text;
}

/// Valgrind manual, "Callgrind Format Specification".
std::string callgrind(const json::Value& profile)
{
    std::string text = "# callgrind format\nversion: 1\ncreator: perisphere\npositions: line\n"
                       "events: Cycles\n\n";
    auto out = std::back_inserter(text);
    for (const json::Value& function : listIn(profile, "functions")) {
        std::string file;
        bool isFirst = true;
        for (const json::Value& line : listIn(function, "lines")) {
            const std::string in = line.value("file", std::string("???"));
            if (isFirst)
                fmt::format_to(out, "fl={}\nfn={}\n", in,
                               function.value("function", std::string()));
            else if (in != file) // inlined from there
                fmt::format_to(out, "fi={}\n", in);
            isFirst = false;
            file = in;
            fmt::format_to(out, "{} {}\n", numberIn(line, "line"), numberIn(line, "cycles"));
        }
        text += '\n';
    }
    return text;
}

} // namespace

Result<ExitCode> runCoreProfileShow(const CoreProfileShowOptions& options, Services& services)
{
    const auto answer = callCore(options.core, services, "core.profile.read");
    if (!answer)
        return fail(answer.error());
    if (!options.callgrind.empty())
        if (const auto written = replaceFile(options.callgrind, callgrind(*answer)); !written)
            return fail(written.error());
    if (options.core.asJson)
        printJson(*answer, services);
    else
        services.out << (options.isFolded ? folded(*answer) : table(*answer, options.limit));
    return ExitCode::Ok;
}

Command coreProfileShowCommand(Services& services)
{
    return Command::make("show", "Show the samples by function", declareCoreProfileShow,
                         runCoreProfileShow, services);
}

} // namespace perisphere::tools
