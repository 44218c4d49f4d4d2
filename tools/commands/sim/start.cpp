#include "commands/sim/start.hpp"

#include "command/report.hpp"
#include "command/version.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/control/client.hpp"
#include "perisphere/runtime/simulated_device.hpp"
#include "support/allowed_files.hpp"
#include "support/background.hpp"
#include "support/running_device.hpp"
#include "support/sdk_folders.hpp"

#include <fmt/format.h>

#include <chrono>
#include <span>
#include <string_view>

namespace perisphere::tools
{

namespace fs = std::filesystem;

void declareSimStart(Command& command, SimStartOptions& options)
{
    command.describe("Starts a device that goes on when the command has ended, and prints its name "
                     "once it can be talked to. The apps that are installed on it start with it. "
                     "\"perisphere sim stop\" ends it.");
    command
        .option("--board,-b", "NAME", options.board,
                "shipped board, or a board file; mt3620_rdb by default")
        .named(NameSource::Boards);
    command.option("--time", "MODE", options.time,
                   "speed of the board: realtime, xN (x10, x0.5), fast or paused; apps in host "
                   "mode keep real time");
    command.option("--name,-n", "NAME", options.name, "of the device; the board's by default");
    command
        .option("--folder", "DIR", options.folder,
                "where the device keeps its state; by name in the user's state folder by default")
        .directory();
    declareAllowFiles(command, options.allowFiles);
    command.flag("--foreground", options.isForeground,
                 "stay, until Ctrl-C or \"perisphere sim stop\"");
    command.flag("--json", options.asJson, "print JSON");
    command.option("--ready-fd", "N", options.readyFd, "written to when the device serves")
        .hidden();
    command.example("perisphere sim start --board avnet_mt3620_sk --name bench",
                    "a device called bench");
    command.example("perisphere sim start --foreground --time paused",
                    "under a process manager, with the time standing still");
}

namespace
{

Result<json::Value> infoOf(const std::string& name, const Services& services)
{
    auto device = connectToDevice({.device = name}, services);
    if (!device)
        return fail(device.error());
    return device->call("device.info");
}

/// As this process. Returns when the device has ended.
Result<ExitCode> serve(const SimStartOptions& options, const std::string& name,
                       const fs::path& folder, const boards::Board& board, engine::TimeMode time,
                       Services& services)
{
    auto files = allowedFiles(options.allowFiles);
    if (!files)
        return fail(files.error());
    const auto create = [&] {
        return runtime::SimulatedDevice::create({.name = name,
                                                 .folder = folder,
                                                 .board = board,
                                                 .time = time,
                                                 .allowedFiles = *files,
                                                 .applicationCore = applicationCore(services),
                                                 .version = version()});
    };
    auto device = create();
    if (!device)
        return fail(device.error());
    if (options.readyFd) {
        if (auto detached = detachFromStarter(*options.readyFd, folder / "simulator.log");
            !detached)
            return fail(detached.error());
    } else {
        services.out << name << '\n';
        services.out.flush();
    }
    (*device)->run();
    while ((*device)->isToRestart()) {
        device->reset(); // two cannot have the folder
        device = create();
        if (!device)
            return fail(device.error());
        (*device)->run();
    }
    return ExitCode::Ok;
}

/// The same command as a process of its own, with all that this one has found out.
Result<ExitCode> startInBackground(const SimStartOptions& options, const std::string& name,
                                   const fs::path& folder, const boards::Board& board,
                                   Services& services)
{
    std::vector<std::string> arguments = {
        "sim",        "start",  "--foreground", "--board",  board.files.front(), "--time",
        options.time, "--name", name,           "--folder", folder.string()};
    for (const fs::path& path : options.allowFiles)
        arguments.insert(arguments.end(), {"--allow-files", path.string()});
    const auto started = startProcess(services.executable, arguments);
    if (!started)
        return fail(started.error());
    if (*started != 0)
        return ExitCode::Failed; // it has said why
    if (!options.asJson) {
        services.out << name << '\n';
        return ExitCode::Ok;
    }
    const auto info = infoOf(name, services);
    if (!info)
        return fail(info.error());
    printJson(*info, services);
    return ExitCode::Ok;
}

} // namespace

Result<ExitCode> runSimStart(const SimStartOptions& options, Services& services)
{
    const auto time = engine::TimeMode::parse(options.time);
    if (!time)
        return fail(time.error());
    auto board = loadBoardFor(options.board, ".", services);
    if (!board)
        return fail(board.error());
    if (!*board)
        return ExitCode::Failed; // printed
    const std::string name = options.name.value_or(deviceNameFor((*board)->id));
    const fs::path folder = fs::absolute(options.folder.value_or(deviceFolder(name, services)));
    if (options.isForeground)
        return serve(options, name, folder, **board, *time, services);
    return startInBackground(options, name, folder, **board, services);
}

Command simStartCommand(Services& services)
{
    return Command::make("start", "Start a simulated device", declareSimStart, runSimStart,
                         services);
}

} // namespace perisphere::tools
