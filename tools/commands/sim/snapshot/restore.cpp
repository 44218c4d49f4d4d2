#include "commands/sim/snapshot/restore.hpp"

#include <fmt/format.h>

#include <chrono>
#include <thread>

namespace perisphere::tools
{

void declareSimSnapshotRestore(Command& command, SimSnapshotRestoreOptions& options)
{
    command.describe(
        "The device ends and starts again as it was; its apps begin anew, and its time "
        "at 0. Ends when the device runs.");
    command.argument("NAME", options.name, "as \"perisphere sim snapshot list\" shows it");
    declareDeviceOption(command, options.device);
    command.example("perisphere sim snapshot restore installed", "whatever has become of it");
}

namespace
{

constexpr std::chrono::seconds kStartTimeout{30};
constexpr std::chrono::milliseconds kBetweenTries{50};

/// It has another socket then, of which nobody tells.
Result<> waitUntilBack(const std::string& name, const Services& services)
{
    const auto deadline = std::chrono::steady_clock::now() + kStartTimeout;
    for (;;) {
        auto device = connectToDevice({.device = name}, services);
        if (device) {
            const auto info = device->call("device.info");
            if (info && info->value("state", std::string()) == "running")
                return {};
        }
        if (std::chrono::steady_clock::now() > deadline)
            return fail(Error{.code = ErrorCode::Io,
                              .message = fmt::format("device \"{}\" is not back within {} s", name,
                                                     kStartTimeout.count()),
                              .where = {},
                              .expected = {},
                              .advice = "\"perisphere sim start\" starts it, as in the snapshot"});
        std::this_thread::sleep_for(kBetweenTries);
    }
}

} // namespace

Result<ExitCode> runSimSnapshotRestore(const SimSnapshotRestoreOptions& options, Services& services)
{
    const auto chosen = chooseDevice(options.device, services);
    if (!chosen)
        return fail(chosen.error());
    auto device = control::ControlClient::connect(*chosen);
    if (!device)
        return fail(device.error());
    if (const auto told = device->call("snapshot.restore", {{"name", options.name}}); !told)
        return fail(told.error());
    // To the end of the connection: before, it is still the old one that answers.
    while (device->wait([] { return false; }, kStartTimeout)) {
    }
    if (const auto back = waitUntilBack(chosen->name, services); !back)
        return fail(back.error());
    return ExitCode::Ok;
}

Command simSnapshotRestoreCommand(Services& services)
{
    return Command::make("restore", "Go back to a snapshot", declareSimSnapshotRestore,
                         runSimSnapshotRestore, services);
}

} // namespace perisphere::tools
