#include "commands/core/registers.hpp"

#include "command/report.hpp"

#include <fmt/format.h>

namespace perisphere::tools
{

void declareCoreRegisters(Command& command, CoreRegistersOptions& options)
{
    declareCoreOptions(command, options.core);
    command.flag("--all,-a", options.isAll, "those of the floating-point unit too");
    command.example("perisphere core registers", "general, special and fault registers");
}

Result<ExitCode> runCoreRegisters(const CoreRegistersOptions& options, Services& services)
{
    const auto answer = callCore(options.core, services, "core.registers");
    if (!answer)
        return fail(answer.error());
    if (options.core.asJson) {
        printJson(*answer, services);
        return ExitCode::Ok;
    }
    for (const json::Value& one : answer->value("registers", json::Value::array()))
        if (options.isAll || one.value("group", std::string()) != "float")
            services.out << fmt::format("{:<10} {:#010x}\n", one.value("name", std::string()),
                                        numberIn(one, "value"));
    return ExitCode::Ok;
}

Command coreRegistersCommand(Services& services)
{
    return Command::make("registers", "Show a core's registers", declareCoreRegisters,
                         runCoreRegisters, services);
}

} // namespace perisphere::tools
