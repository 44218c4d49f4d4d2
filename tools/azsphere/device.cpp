#include "azsphere/device.hpp"

#include "azsphere/device_app.hpp"
#include "azsphere/device_image.hpp"
#include "azsphere/device_sideload.hpp"
#include "azsphere/device_system.hpp"
#include "azsphere/words.hpp"
#include "command/report.hpp"
#include "commands/device/list.hpp"
#include "commands/device/show.hpp"
#include "commands/sim/reset.hpp"

#include <fmt/format.h>

namespace perisphere::tools::azsphere
{
namespace
{

void declareListAttached(Command& command, DeviceListOptions& options)
{
    declareOutputFormat(command, options.asJson);
    ignoreGlobalOptions(command);
    command.example("azsphere device list-attached", "the devices that run on this machine");
}

void printAttached(const control::RunningDevice& device, Services& services)
{
    services.out << fmt::format(" --> Device ID: {}\n     --> Is responsive: {}\n"
                                "     --> Connection path: {}\n",
                                device.name, control::ControlClient::connect(device) ? "yes" : "no",
                                device.folder.string());
}

Result<ExitCode> runListAttached(const DeviceListOptions& options, Services& services)
{
    if (options.asJson)
        return runDeviceList(options, services);
    const auto devices = runningDevices(services);
    if (!devices)
        return fail(devices.error());
    if (devices->empty())
        services.out << "No attached devices\n";
    else
        services.out << fmt::format("{} device{} attached:\n", devices->size(),
                                    devices->size() == 1 ? "" : "s");
    for (const control::RunningDevice& device : *devices)
        printAttached(device, services);
    return ExitCode::Ok;
}

void declareShowAttached(Command& command, DeviceShowOptions& options)
{
    declareDevice(command, options.device, options.asJson);
    command.example("azsphere device show-attached", "the only device that runs on this machine");
}

Result<ExitCode> runShowAttached(const DeviceShowOptions& options, Services& services)
{
    if (options.asJson)
        return runDeviceShow(options, services);
    const auto device = chooseDevice(options.device, services);
    if (!device)
        return fail(device.error());
    printAttached(*device, services);
    return ExitCode::Ok;
}

struct RestartOptions {
    SimResetOptions reset;
    bool asJson = false;
};

void declareRestart(Command& command, RestartOptions& options)
{
    declareDevice(command, options.reset.device, options.asJson);
    command.example("azsphere device restart", "switch the device off and on");
}

Result<ExitCode> runRestart(const RestartOptions& options, Services& services)
{
    return runSimReset(options.reset, services);
}

} // namespace

void declareDevice(Command& command, DeviceOptions& device, bool& asJson)
{
    command.option("--device,-d", "NAME", device.device,
                   "name or folder of a running device; the only one by default");
    declareOutputFormat(command, asJson);
    ignoreGlobalOptions(command);
}

Command deviceCommand(Services& services)
{
    Command group("device", "Devices that run on this machine");
    group.add(Command::make("list-attached", "List the running devices", declareListAttached,
                            runListAttached, services));
    group.add(Command::make("show-attached", "Show a running device", declareShowAttached,
                            runShowAttached, services));
    group.add(Command::make("restart", "Switch a device off and on", declareRestart, runRestart,
                            services));
    addSystemCommands(group, services);
    group.add(appCommand(services));
    group.add(imageCommand(services));
    group.add(sideloadCommand(services));
    return group;
}

} // namespace perisphere::tools::azsphere
