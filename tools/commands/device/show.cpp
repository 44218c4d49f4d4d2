#include "commands/device/show.hpp"

#include "command/report.hpp"
#include "support/running_app.hpp"

#include <fmt/format.h>

namespace perisphere::tools
{

void declareDeviceShow(Command& command, DeviceShowOptions& options)
{
    declareDeviceOption(command, options.device);
    command.flag("--json", options.asJson, "print JSON");
    command.example("perisphere device show", "the only one that runs");
}

namespace
{

/// {}: a device that is not simulated has no such thing.
Result<json::Value> ofSimulated(control::ControlClient& device, std::string_view method)
{
    auto answer = device.call(method);
    if (!answer && answer.error().code == ErrorCode::Unsupported)
        return json::Value::object();
    return answer;
}

} // namespace

Result<ExitCode> runDeviceShow(const DeviceShowOptions& options, Services& services)
{
    auto device = connectToDevice(options.device, services);
    if (!device)
        return fail(device.error());
    auto info = device->call("device.info");
    if (!info)
        return fail(info.error());
    const auto time = ofSimulated(*device, "time.get");
    if (!time)
        return fail(time.error());
    const auto apps = installedApps(*device);
    if (!apps)
        return fail(apps.error());
    const auto unmodelled = ofSimulated(*device, "device.unmodelled");
    if (!unmodelled)
        return fail(unmodelled.error());
    const json::Value accesses = unmodelled->value("accesses", json::Value::array());
    if (options.asJson) {
        if (!time->empty()) {
            (*info)["unmodelled"] = accesses;
            (*info)["time"] = *time;
        }
        (*info)["apps"] = *apps;
        printJson(*info, services);
        return ExitCode::Ok;
    }
    for (const char* member : {"name", "board", "state", "folder", "version"})
        services.out << fmt::format("{}: {}\n", member, info->value(member, std::string()));
    services.out << fmt::format("pid: {}\n", info->value("pid", 0));
    if (!time->empty())
        services.out << fmt::format("time: {:.3f} s, {}\n",
                                    static_cast<double>(time->value("now", std::int64_t{0})) / 1e9,
                                    time->value("mode", std::string()));
    for (const json::Value& app : *apps)
        services.out << "app: " << describeApp(app) << '\n';
    for (const json::Value& access : accesses)
        services.out << fmt::format("not modelled: {}: {} ({} times)\n",
                                    access.value("where", std::string()),
                                    access.value("what", std::string()), access.value("count", 0));
    return ExitCode::Ok;
}

Command deviceShowCommand(Services& services)
{
    return Command::make("show", "Show a device and its apps", declareDeviceShow, runDeviceShow,
                         services);
}

} // namespace perisphere::tools
