#include "commands/sim/snapshot/list.hpp"

#include "command/report.hpp"

#include <fmt/format.h>

namespace perisphere::tools
{

void declareSimSnapshotList(Command& command, SimSnapshotListOptions& options)
{
    command.describe("Oldest first, with the device's time when they were taken and what was "
                     "installed.");
    declareDeviceOption(command, options.device);
    command.flag("--json", options.asJson, "print JSON");
    command.example("perisphere sim snapshot list", "of the only device that runs");
}

Result<ExitCode> runSimSnapshotList(const SimSnapshotListOptions& options, Services& services)
{
    constexpr double kNanosecondsInSecond = 1e9;
    auto device = connectToDevice(options.device, services);
    if (!device)
        return fail(device.error());
    const auto answer = device->call("snapshot.list");
    if (!answer)
        return fail(answer.error());
    if (options.asJson) {
        printJson(*answer, services);
        return ExitCode::Ok;
    }
    for (const json::Value& one : answer->value("snapshots", json::Value::array())) {
        const auto apps = one.value("apps", std::vector<std::string>());
        services.out << fmt::format(
            "{}  {:.3f} s  {}\n", one.value("name", std::string()),
            static_cast<double>(one.value("time", std::int64_t{0})) / kNanosecondsInSecond,
            apps.empty() ? "no apps" : fmt::format("{}", fmt::join(apps, ", ")));
    }
    return ExitCode::Ok;
}

Command simSnapshotListCommand(Services& services)
{
    return Command::make("list", "List a device's snapshots", declareSimSnapshotList,
                         runSimSnapshotList, services);
}

} // namespace perisphere::tools
