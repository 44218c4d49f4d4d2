#include "support/running_device.hpp"

#include <fmt/format.h>

namespace perisphere::tools
{

void declareDeviceOption(Command& command, DeviceOptions& options)
{
    command
        .option("--device,-d", "NAME", options.device,
                "device, by name or folder; else $PERISPHERE_DEVICE, or the only one that runs")
        .named(NameSource::Devices);
}

Result<control::DeviceRegistry> deviceRegistry(const Services& services)
{
    const auto runtime = services.setting("XDG_RUNTIME_DIR");
    return control::DeviceRegistry::open(control::DeviceRegistry::defaultRoot(
        runtime ? std::optional<std::string_view>(*runtime) : std::nullopt));
}

Result<std::vector<control::RunningDevice>> runningDevices(const Services& services)
{
    const auto registry = deviceRegistry(services);
    if (!registry)
        return fail(registry.error());
    return registry->list();
}

Result<control::RunningDevice> chooseDevice(const DeviceOptions& options, const Services& services)
{
    const auto registry = deviceRegistry(services);
    if (!registry)
        return fail(registry.error());
    const std::string wanted = options.device.empty()
                                   ? services.setting("PERISPHERE_DEVICE").value_or("")
                                   : options.device;
    if (!wanted.empty()) {
        auto found = registry->find(wanted);
        if (!found && found.error().code == ErrorCode::NotFound)
            found.error().advice = found.error().expected.empty()
                                       ? "start one by \"perisphere sim start\""
                                       : "\"perisphere device list\" shows those that run";
        return found;
    }
    const auto devices = registry->list();
    if (!devices)
        return fail(devices.error());
    if (devices->size() == 1)
        return devices->front();
    if (devices->empty())
        return fail(Error{.code = ErrorCode::NotFound,
                          .message = "no device is running",
                          .where = {},
                          .expected = {},
                          .advice = "start one by \"perisphere sim start\""});
    std::string names;
    for (const control::RunningDevice& device : *devices)
        names += (names.empty() ? "" : ", ") + device.name;
    return fail(Error{.code = ErrorCode::InvalidArgument,
                      .message = fmt::format("{} devices are running", devices->size()),
                      .where = {},
                      .expected = "--device with one of: " + names,
                      .advice = {}});
}

Result<control::ControlClient> connectToDevice(const DeviceOptions& options,
                                               const Services& services)
{
    const auto device = chooseDevice(options, services);
    if (!device)
        return fail(device.error());
    return control::ControlClient::connect(*device);
}

} // namespace perisphere::tools
