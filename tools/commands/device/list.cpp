#include "commands/device/list.hpp"

#include "command/report.hpp"

#include <fmt/format.h>

namespace perisphere::tools
{

void declareDeviceList(Command& command, DeviceListOptions& options)
{
    command.flag("--json", options.asJson, "print JSON");
    command.example("perisphere device list --json", "for a program");
}

Result<ExitCode> runDeviceList(const DeviceListOptions& options, Services& services)
{
    const auto devices = runningDevices(services);
    if (!devices)
        return fail(devices.error());
    json::Value list = json::Value::array();
    for (const control::RunningDevice& one : *devices)
        if (auto client = control::ControlClient::connect(one)) // one that just ends is none
            if (auto info = client->call("device.info"))
                list.push_back(*std::move(info));
    if (options.asJson) {
        printJson({{"devices", std::move(list)}}, services);
        return ExitCode::Ok;
    }
    for (const json::Value& one : list)
        services.out << fmt::format(
            "{}  {}  {}  {}\n", one.value("name", std::string()), one.value("board", std::string()),
            one.value("state", std::string()), one.value("folder", std::string()));
    if (list.empty())
        printNote("no device is running", services);
    return ExitCode::Ok;
}

Command deviceListCommand(Services& services)
{
    return Command::make("list", "List the devices that run", declareDeviceList, runDeviceList,
                         services);
}

} // namespace perisphere::tools
