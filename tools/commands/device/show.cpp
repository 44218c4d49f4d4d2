#include "commands/device/show.hpp"

#include "command/report.hpp"
#include "support/running_app.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

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

/// {}: not all devices have everything; a real one has no virtual time.
Result<json::Value> ifOffered(control::ControlClient& device, std::string_view method)
{
    auto answer = device.call(method);
    if (!answer && answer.error().code == ErrorCode::Unsupported)
        return json::Value::object();
    return answer;
}

std::string describeInterface(const json::Value& interface)
{
    std::string text = interface.value("name", std::string()) + ": ";
    if (!interface.value("enabled", false))
        return text + "off";
    text += interface.value("connected", false) ? "connected" : "not connected";
    if (interface.contains("address"))
        text += ", " + interface.value("address", std::string());
    if (interface.value("hasInternet", false))
        text += ", internet";
    return text;
}

void printNetwork(const json::Value& network, Services& services)
{
    for (const json::Value& interface : network.value("interfaces", json::Value::array()))
        services.out << "network: " << describeInterface(interface) << '\n';
    if (network.contains("wifi"))
        services.out << fmt::format(
            "wifi: {}, {}, {} dBm\n", network["wifi"].value("ssid", std::string()),
            network["wifi"].value("security", std::string()), network["wifi"].value("rssi", 0));
}

void printIdentity(const json::Value& identity, Services& services)
{
    if (const auto id = identity.value("deviceId", std::string()); !id.empty())
        services.out << "id: " << id << '\n';
    for (const json::Value& one : identity.value("tenants", json::Value::array())) {
        services.out << fmt::format("tenant: {}: {}", one.value("tenant", std::string()),
                                    one.value("state", std::string()));
        if (one.contains("lastError"))
            services.out << " (" << one.value("lastError", std::string()) << ')';
        services.out << '\n';
    }
}

/// All that a device tells of itself; {} of what it does not offer.
Result<json::Value> lookAt(control::ControlClient& device)
{
    auto shown = device.call("device.info");
    if (!shown)
        return shown;
    auto apps = installedApps(device);
    if (!apps)
        return fail(apps.error());
    (*shown)["apps"] = std::move(*apps);
    constexpr std::array kParts{
        std::pair{"time", "time.get"}, std::pair{"unmodelled", "device.unmodelled"},
        std::pair{"identity", "identity.status"}, std::pair{"network", "network.status"}};
    for (const auto& [member, method] : kParts) {
        auto answer = ifOffered(device, method);
        if (!answer)
            return answer;
        if (!answer->empty())
            (*shown)[member] = std::move(*answer);
    }
    if (const auto unmodelled = shown->find("unmodelled"); unmodelled != shown->end())
        *unmodelled = unmodelled->value("accesses", json::Value::array());
    return shown;
}

void print(const json::Value& shown, Services& services)
{
    for (const char* member : {"name", "board", "state", "folder", "version"})
        services.out << fmt::format("{}: {}\n", member, shown.value(member, std::string()));
    services.out << fmt::format("pid: {}\n", shown.value("pid", 0));
    if (const auto time = shown.find("time"); time != shown.end())
        services.out << fmt::format("time: {:.3f} s, {}\n",
                                    static_cast<double>(time->value("now", std::int64_t{0})) / 1e9,
                                    time->value("mode", std::string()));
    printIdentity(shown.value("identity", json::Value::object()), services);
    printNetwork(shown.value("network", json::Value::object()), services);
    for (const json::Value& app : shown.value("apps", json::Value::array()))
        services.out << "app: " << describeApp(app) << '\n';
    for (const json::Value& access : shown.value("unmodelled", json::Value::array()))
        services.out << fmt::format("not modelled: {}: {} ({} times)\n",
                                    access.value("where", std::string()),
                                    access.value("what", std::string()), access.value("count", 0));
}

} // namespace

Result<ExitCode> runDeviceShow(const DeviceShowOptions& options, Services& services)
{
    auto device = connectToDevice(options.device, services);
    if (!device)
        return fail(device.error());
    const auto shown = lookAt(*device);
    if (!shown)
        return fail(shown.error());
    if (options.asJson)
        printJson(*shown, services);
    else
        print(*shown, services);
    return ExitCode::Ok;
}

Command deviceShowCommand(Services& services)
{
    return Command::make("show", "Show a device and its apps", declareDeviceShow, runDeviceShow,
                         services);
}

} // namespace perisphere::tools
