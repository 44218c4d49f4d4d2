#include "commands/device/update.hpp"

#include "command/report.hpp"
#include "support/app_source.hpp"

#include <fmt/format.h>

namespace perisphere::tools
{
namespace
{

Result<json::Value> offerOf(const DeviceUpdateOptions& options, Services& services)
{
    if (options.isSystem) {
        json::Value offer = {{"kind", "system"}};
        if (!options.osVersion.empty())
            offer["version"] = options.osVersion;
        return offer;
    }
    const auto built = buildApp(options.source, services, options.target);
    if (!built)
        return fail(built.error());
    return json::Value{{"kind", "app"}, {"package", built->package.string()}};
}

Result<> checkUpdateOptions(const DeviceUpdateOptions& options)
{
    if (options.isSystem && !options.source.empty())
        return fail(Error{.code = ErrorCode::InvalidArgument,
                          .message = "an app and the system cannot be updated at once",
                          .expected = "PATH or --system"});
    if (!options.isSystem && !options.osVersion.empty())
        return fail(Error{.code = ErrorCode::InvalidArgument,
                          .message = "--os-version is for updates of the system",
                          .expected = "--system --os-version VERSION"});
    return {};
}

std::string describeUpdate(const json::Value& status)
{
    std::string text = "update: " + status.value("state", std::string());
    if (status.contains("target"))
        text += fmt::format(
            ", {} {}, can be deferred for {} min", status.value("kind", std::string()),
            status.value("target", std::string()), status.value("deferrableMinutes", 0));
    if (status.contains("deferredBy"))
        text += ", deferred by " + status.value("deferredBy", std::string());
    text += "\nsystem: " + status.value("systemVersion", std::string());
    if (status.contains("lastResult"))
        text += "\nlast update: " + status.value("lastResult", std::string());
    return text;
}

} // namespace

void declareDeviceUpdate(Command& command, DeviceUpdateOptions& options)
{
    command.describe("Offers a device an update of an app or of the system, as the update service "
                     "does: the apps are told, may defer it, and are restarted. A project or a "
                     "folder is built first. Without an offer the command tells where the present "
                     "update stands.");
    command.argument("PATH", options.source, "image package, CMake project, or folder to pack")
        .optional();
    declareBuildTarget(command, options.target);
    command.flag("--system", options.isSystem, "update the system");
    command.option("--os-version", "VERSION", options.osVersion,
                   "what the system becomes; the next one unless given");
    declareDeviceOption(command, options.device);
    command.flag("--json", options.asJson, "print JSON");
    command.example("perisphere device update blink.imagepackage", "a new version of an app");
    command.example("perisphere device update --system", "a new version of the system");
}

Result<ExitCode> runDeviceUpdate(const DeviceUpdateOptions& options, Services& services)
{
    if (auto checked = checkUpdateOptions(options); !checked)
        return fail(checked.error());
    auto device = connectToDevice(options.device, services);
    if (!device)
        return fail(device.error());
    const bool isOffer = options.isSystem || !options.source.empty();
    Result<json::Value> status = json::Value();
    if (isOffer) {
        const auto offer = offerOf(options, services);
        if (!offer)
            return fail(offer.error());
        status = device->call("update.offer", *offer);
    } else {
        status = device->call("update.status");
    }
    if (!status)
        return fail(status.error());
    if (options.asJson)
        printJson(*status, services);
    else
        services.out << describeUpdate(*status) << '\n';
    return ExitCode::Ok;
}

Command deviceUpdateCommand(Services& services)
{
    return Command::make("update", "Offer an update of an app or of the system",
                         declareDeviceUpdate, runDeviceUpdate, services);
}

} // namespace perisphere::tools
