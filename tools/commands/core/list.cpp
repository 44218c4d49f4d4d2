#include "commands/core/list.hpp"

#include "command/report.hpp"
#include "support/running_core.hpp"

namespace perisphere::tools
{

void declareCoreList(Command& command, CoreListOptions& options)
{
    declareDeviceOption(command, options.device);
    command.flag("--json", options.asJson, "print JSON");
    command.example("perisphere core list", "which app runs on which core, and how it is");
}

Result<ExitCode> runCoreList(const CoreListOptions& options, Services& services)
{
    auto device = connectToDevice(options.device, services);
    if (!device)
        return fail(device.error());
    const auto answer = device->call("core.list");
    if (!answer)
        return fail(answer.error());
    if (options.asJson) {
        printJson(*answer, services);
        return ExitCode::Ok;
    }
    for (const json::Value& core : answer->value("cores", json::Value::array()))
        services.out << describeCore(core) << '\n';
    return ExitCode::Ok;
}

Command coreListCommand(Services& services)
{
    return Command::make("list", "List the real-time cores", declareCoreList, runCoreList,
                         services);
}

} // namespace perisphere::tools
