#include "commands/sim/fault/clear.hpp"

#include "command/report.hpp"

#include <fmt/format.h>

namespace perisphere::tools
{

void declareSimFaultClear(Command& command, SimFaultClearOptions& options)
{
    command.argument("FAULT", options.fault, "its number, a type for all faults of it, or \"all\"");
    declareDeviceOption(command, options.device);
    command.example("perisphere sim fault clear all", "everything works again");
}

Result<ExitCode> runSimFaultClear(const SimFaultClearOptions& options, Services& services)
{
    auto device = connectToDevice(options.device, services);
    if (!device)
        return fail(device.error());
    const auto answer = device->call("fault.list");
    if (!answer)
        return fail(answer.error());
    bool isFound = options.fault == "all";
    for (const json::Value& one : answer->value("active", json::Value::array())) {
        const bool isMeant = options.fault == "all" ||
                             options.fault == one.value("type", std::string()) ||
                             options.fault == one["fault"].dump();
        if (!isMeant)
            continue;
        isFound = true;
        if (const auto cleared = device->call("fault.clear", {{"fault", one["fault"]}}); !cleared)
            return fail(cleared.error());
    }
    if (!isFound)
        return fail(Error{.code = ErrorCode::NotFound,
                          .message = fmt::format("no fault \"{}\" lasts", options.fault),
                          .advice = "\"perisphere sim fault list\" lists those that do"});
    return ExitCode::Ok;
}

Command simFaultClearCommand(Services& services)
{
    return Command::make("clear", "End faults", declareSimFaultClear, runSimFaultClear, services);
}

} // namespace perisphere::tools
