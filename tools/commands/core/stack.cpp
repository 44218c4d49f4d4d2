#include "commands/core/stack.hpp"

#include "command/report.hpp"

#include <fmt/format.h>

namespace perisphere::tools
{

void declareCoreStack(Command& command, CoreStackOptions& options)
{
    command.option("--limit,-n", "N", options.limit, "most frames; 64 by default");
    declareElfOption(command, options.core);
    declareCoreOptions(command, options.core);
    command.describe("Shows which functions have not returned yet, the innermost first. Without "
                     "--elf callers are guessed from the stack.");
    command.example("perisphere core stack --elf out/ARM-Debug/blink.out",
                    "with functions and source lines");
}

namespace
{

std::string remarkOn(const std::string& foundBy)
{
    if (foundBy == "exception")
        return "  (interrupted)";
    return foundBy == "stackScan" || foundBy == "linkRegister" ? "  (guessed)" : "";
}

} // namespace

Result<ExitCode> runCoreStack(const CoreStackOptions& options, Services& services)
{
    const auto answer = callCore(options.core, services, "core.stack", {{"limit", options.limit}});
    if (!answer)
        return fail(answer.error());
    if (options.core.asJson) {
        printJson(*answer, services);
        return ExitCode::Ok;
    }
    unsigned level = 0;
    for (const json::Value& frame : answer->value("frames", json::Value::array()))
        services.out << fmt::format("#{:<2} {:#010x}  {}{}\n", level++, numberIn(frame, "pc"),
                                    describePlace(frame),
                                    remarkOn(frame.value("foundBy", std::string())));
    return ExitCode::Ok;
}

Command coreStackCommand(Services& services)
{
    return Command::make("stack", "Show which functions a core is in", declareCoreStack,
                         runCoreStack, services);
}

} // namespace perisphere::tools
