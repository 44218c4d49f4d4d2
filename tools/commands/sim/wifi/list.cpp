#include "commands/sim/wifi/list.hpp"

#include "command/report.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace perisphere::tools
{

void declareSimWifiList(Command& command, SimWifiListOptions& options)
{
    command.describe("Those of the board and those that were added, with all that can be set of "
                     "them and whether the device is connected.");
    declareDeviceOption(command, options.device);
    command.flag("--json", options.asJson, "print JSON");
    command.example("perisphere sim wifi list", "what the device can join");
}

namespace
{

/// {"name", "added", and each property with its value}
Result<json::Value> accessPoint(control::ControlClient& device, const json::Value& part)
{
    const auto name = part.at("name").get<std::string>();
    json::Value point{{"name", name}, {"added", part.value("added", false)}};
    json::Value properties = json::Value::object();
    for (const json::Value& one : part.at("properties")) {
        const auto property = one.at("name").get<std::string>();
        const auto sample =
            device.call("part.get", {{"property", fmt::format("{}.{}", name, property)}});
        if (!sample)
            return fail(sample.error());
        properties[property] = sample->at("value");
    }
    point["properties"] = std::move(properties);
    return point;
}

std::string shownPoint(const json::Value& point)
{
    std::string text = point.at("name").get<std::string>();
    if (point.at("added").get<bool>())
        text += " (added)";
    for (const auto& [name, value] : point.at("properties").items())
        text += fmt::format("\n    {} {}", name, value.dump());
    return text + "\n";
}

} // namespace

Result<ExitCode> runSimWifiList(const SimWifiListOptions& options, Services& services)
{
    auto device = connectToDevice(options.device, services);
    if (!device)
        return fail(device.error());
    const auto answer = device->call("part.list");
    if (!answer)
        return fail(answer.error());
    json::Value points = json::Value::array();
    for (const json::Value& part : answer->at("parts")) {
        if (part.at("kind") != "access-point")
            continue;
        auto point = accessPoint(*device, part);
        if (!point)
            return fail(point.error());
        points.push_back(*std::move(point));
    }
    if (options.asJson) {
        printJson({{"accessPoints", std::move(points)}}, services);
        return ExitCode::Ok;
    }
    for (const json::Value& point : points)
        services.out << shownPoint(point);
    return ExitCode::Ok;
}

Command simWifiListCommand(Services& services)
{
    return Command::make("list", "List access points", declareSimWifiList, runSimWifiList,
                         services);
}

} // namespace perisphere::tools
