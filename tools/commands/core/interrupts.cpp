#include "commands/core/interrupts.hpp"

#include "command/report.hpp"

#include <fmt/format.h>

namespace perisphere::tools
{

void declareCoreInterrupts(Command& command, CoreInterruptsOptions& options)
{
    command.flag("--all,-a", options.isAll, "also those that are disabled and at rest");
    declareCoreOptions(command, options.core);
    command.example("perisphere core interrupts", "what is enabled, pending or active");
}

namespace
{

bool isOfInterest(const json::Value& one)
{
    constexpr unsigned kFirstInterrupt = 16;
    return one.value("pending", false) || one.value("active", false) || one.value("line", false) ||
           (one.value("enabled", false) && numberIn(one, "number") >= kFirstInterrupt);
}

} // namespace

Result<ExitCode> runCoreInterrupts(const CoreInterruptsOptions& options, Services& services)
{
    const auto answer = callCore(options.core, services, "core.interrupts");
    if (!answer)
        return fail(answer.error());
    if (options.core.asJson) {
        printJson(*answer, services);
        return ExitCode::Ok;
    }
    services.out << fmt::format("{:>3}  {:<14} {:>8}  state\n", "no.", "exception", "priority");
    for (const json::Value& one : answer->value("exceptions", json::Value::array())) {
        if (!options.isAll && !isOfInterest(one))
            continue;
        std::string state;
        for (const char* word : {"enabled", "pending", "active", "line"})
            if (one.value(word, false))
                state += fmt::format(" {}", std::string_view(word) == "line" ? "line high" : word);
        services.out << fmt::format("{:>3}  {:<14} {:#8x} {}\n", numberIn(one, "number"),
                                    one.value("name", std::string()), numberIn(one, "priority"),
                                    state);
    }
    return ExitCode::Ok;
}

Command coreInterruptsCommand(Services& services)
{
    return Command::make("interrupts", "Show a core's table of exceptions", declareCoreInterrupts,
                         runCoreInterrupts, services);
}

} // namespace perisphere::tools
