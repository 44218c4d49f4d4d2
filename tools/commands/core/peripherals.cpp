#include "commands/core/peripherals.hpp"

#include "command/report.hpp"

#include <fmt/format.h>

namespace perisphere::tools
{

void declareCorePeripherals(Command& command, CorePeripheralsOptions& options)
{
    command
        .argument("PERIPHERAL", options.peripheral,
                  "whose registers are shown; the list of all by default")
        .optional();
    declareCoreOptions(command, options.core);
    command.describe("Looking at a register changes nothing: what a read by the firmware would "
                     "clear stays.");
    command.example("perisphere core peripherals", "which there are");
    command.example("perisphere core peripherals GPT", "the registers of the timers");
}

namespace
{

void printRegister(const json::Value& one, Services& services)
{
    services.out << fmt::format("{:#010x}  {:<24} {:#010x}{}\n", numberIn(one, "address"),
                                one.value("name", std::string()), numberIn(one, "value"),
                                one.value("modelled", true) ? "" : "  not modelled");
    for (const json::Value& field : one.value("fields", json::Value::array())) {
        const std::uint64_t lowest = numberIn(field, "lowest");
        const std::uint64_t highest = lowest + numberIn(field, "width") - 1;
        const std::string bits = highest == lowest ? fmt::format("[{}]", lowest)
                                                   : fmt::format("[{}:{}]", highest, lowest);
        services.out << fmt::format("              {:<7} {:<16} {:#x}\n", bits,
                                    field.value("name", std::string()), numberIn(field, "value"));
    }
}

} // namespace

Result<ExitCode> runCorePeripherals(const CorePeripheralsOptions& options, Services& services)
{
    json::Value more = json::Value::object();
    if (!options.peripheral.empty())
        more["peripheral"] = options.peripheral;
    const auto answer = callCore(options.core, services, "core.peripherals", more);
    if (!answer)
        return fail(answer.error());
    if (options.core.asJson) {
        printJson(*answer, services);
        return ExitCode::Ok;
    }
    for (const json::Value& one : answer->value("peripherals", json::Value::array())) {
        if (!one.contains("registers"))
            services.out << fmt::format("{:#010x}  {:>6} bytes  {}\n", numberIn(one, "base"),
                                        numberIn(one, "bytes"), one.value("name", std::string()));
        for (const json::Value& each : one.value("registers", json::Value::array()))
            printRegister(each, services);
    }
    return ExitCode::Ok;
}

Command corePeripheralsCommand(Services& services)
{
    return Command::make("peripherals", "Show the registers of a core's peripherals",
                         declareCorePeripherals, runCorePeripherals, services);
}

} // namespace perisphere::tools
