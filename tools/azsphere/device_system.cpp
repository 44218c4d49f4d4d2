#include "azsphere/device_system.hpp"

#include "azsphere/device.hpp"
#include "command/report.hpp"
#include "support/running_device.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace perisphere::tools::azsphere
{
namespace
{

struct SystemOptions {
    DeviceOptions device;
    bool asJson = false;
};

void declareShowOsVersion(Command& command, SystemOptions& options)
{
    declareDevice(command, options.device, options.asJson);
    command.example("azsphere device show-os-version", "of the only device that runs");
}

void declareShowDeploymentStatus(Command& command, SystemOptions& options)
{
    declareDevice(command, options.device, options.asJson);
    command.example("azsphere device show-deployment-status", "is an update under way?");
}

void declareEnableDevelopment(Command& command, SystemOptions& options)
{
    command.describe("Simulated devices take sideloaded apps and debuggers without it: this only "
                     "looks whether the device is there.");
    command.ignoredFlag("--enable-rt-core-debugging,-r");
    declareDevice(command, options.device, options.asJson);
    command.example("azsphere device enable-development", "as existing scripts call it");
}

Result<json::Value> updateStatus(const SystemOptions& options, Services& services)
{
    auto device = connectToDevice(options.device, services);
    if (!device)
        return fail(device.error());
    return device->call("update.status");
}

Result<ExitCode> runShowOsVersion(const SystemOptions& options, Services& services)
{
    const auto status = updateStatus(options, services);
    if (!status)
        return fail(status.error());
    const auto version = status->value("systemVersion", std::string());
    if (options.asJson)
        printJson({{"osversion", version}}, services);
    else
        services.out << version << '\n';
    return ExitCode::Ok;
}

Result<ExitCode> runShowDeploymentStatus(const SystemOptions& options, Services& services)
{
    const auto status = updateStatus(options, services);
    if (!status)
        return fail(status.error());
    if (options.asJson) {
        printJson(*status, services);
        return ExitCode::Ok;
    }
    services.out << fmt::format("OS version: {}\nUpdate state: {}\n",
                                status->value("systemVersion", std::string()),
                                status->value("state", std::string()));
    if (status->contains("target"))
        services.out << fmt::format("Update of: {}\n", status->value("target", std::string()));
    return ExitCode::Ok;
}

Result<ExitCode> runEnableDevelopment(const SystemOptions& options, Services& services)
{
    auto device = connectToDevice(options.device, services);
    if (!device)
        return fail(device.error());
    const auto info = device->call("device.info");
    if (!info)
        return fail(info.error());
    if (options.asJson)
        printJson(*info, services);
    else
        services.out << fmt::format("Device \"{}\" takes apps in development.\n",
                                    info->value("name", std::string()));
    return ExitCode::Ok;
}

} // namespace

void addSystemCommands(Command& device, Services& services)
{
    device.add(Command::make("show-os-version", "Show the version of the system",
                             declareShowOsVersion, runShowOsVersion, services));
    device.add(Command::make("show-deployment-status", "Show where an update stands",
                             declareShowDeploymentStatus, runShowDeploymentStatus, services));
    device.add(Command::make("enable-development", "Let a device take apps in development",
                             declareEnableDevelopment, runEnableDevelopment, services));
}

} // namespace perisphere::tools::azsphere
