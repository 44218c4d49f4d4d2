#include "commands/core/coverage.hpp"

#include "command/report.hpp"
#include "perisphere/base/atomic_file.hpp"

#include <fmt/format.h>

namespace perisphere::tools
{

void declareCoreCoverage(Command& command, CoreCoverageOptions& options)
{
    declareElfOption(command, options.core);
    command.option("--output,-o", "FILE", options.output, "the tracefile; else standard output")
        .file();
    declareCoreOptions(command, options.core);
    command.describe("Writes which source lines have run since the app was loaded, as a tracefile "
                     "that genhtml and editors read. Counts are 0 or 1: whether a line has run, "
                     "not how often.");
    command.example("perisphere core coverage --elf out/ARM-Debug/blink.out --output blink.info "
                    "&& genhtml blink.info --output-directory report",
                    "a report to look at");
}

namespace
{

/// All pages as one answer.
Result<json::Value> wholeCoverage(const CoreOptions& options, const Services& services)
{
    auto core = connectToCore(options, services);
    if (!core)
        return fail(core.error());
    std::string tracefile;
    for (;;) {
        auto page = core->device.call("core.coverage", core->parameters);
        if (!page)
            return fail(page.error());
        tracefile += page->value("tracefile", std::string());
        if (!page->contains("next")) {
            (*page)["tracefile"] = tracefile;
            return page;
        }
        core->parameters["first"] = (*page)["next"];
    }
}

} // namespace

Result<ExitCode> runCoreCoverage(const CoreCoverageOptions& options, Services& services)
{
    const auto answer = wholeCoverage(options.core, services);
    if (!answer)
        return fail(answer.error());
    if (options.core.asJson) {
        printJson(*answer, services);
        return ExitCode::Ok;
    }
    const std::string tracefile = answer->value("tracefile", std::string());
    if (options.output.empty()) {
        services.out << tracefile;
        return ExitCode::Ok;
    }
    if (const auto written = replaceFile(options.output, tracefile); !written)
        return fail(written.error());
    services.out << fmt::format("{}: {} of {} lines have run\n", options.output.string(),
                                numberIn(*answer, "linesRun"), numberIn(*answer, "lines"));
    return ExitCode::Ok;
}

Command coreCoverageCommand(Services& services)
{
    return Command::make("coverage", "Write which source lines have run", declareCoreCoverage,
                         runCoreCoverage, services);
}

} // namespace perisphere::tools
