#include "commands/sim/snapshot/take.hpp"

#include "command/report.hpp"

namespace perisphere::tools
{

void declareSimSnapshotTake(Command& command, SimSnapshotTakeOptions& options)
{
    command.describe(
        "Keeps what the device remembers without power, and all that can be set around "
        "it; prints the snapshot's name. The device goes on meanwhile.");
    command.argument("NAME", options.name, "of the snapshot; one with a number by default")
        .optional();
    declareDeviceOption(command, options.device);
    command.flag("--json", options.asJson, "print JSON");
    command.example("perisphere sim snapshot take installed", "after the app was installed");
}

Result<ExitCode> runSimSnapshotTake(const SimSnapshotTakeOptions& options, Services& services)
{
    auto device = connectToDevice(options.device, services);
    if (!device)
        return fail(device.error());
    json::Value parameters = json::Value::object();
    if (options.name)
        parameters["name"] = *options.name;
    const auto answer = device->call("snapshot.take", parameters);
    if (!answer)
        return fail(answer.error());
    if (options.asJson)
        printJson(*answer, services);
    else
        services.out << answer->value("name", std::string()) << '\n';
    return ExitCode::Ok;
}

Command simSnapshotTakeCommand(Services& services)
{
    return Command::make("take", "Keep the device as it is", declareSimSnapshotTake,
                         runSimSnapshotTake, services);
}

} // namespace perisphere::tools
