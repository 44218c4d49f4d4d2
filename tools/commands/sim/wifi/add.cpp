#include "commands/sim/wifi/add.hpp"

#include "command/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace perisphere::tools
{

void declareSimWifiAdd(Command& command, SimWifiAddOptions& options)
{
    command.describe(
        "The access point is a part of the device until it is removed or the device "
        "ends; \"perisphere sim set\" changes it. Settings that are not given are as on "
        "a board.");
    command.argument("NAME", options.name, "of the part: letters, digits and underscores");
    command
        .argument("KEY=VALUE", options.settings,
                  "what an access-point has on a board and what can be set of it, such as ssid, "
                  "security, passphrase, rssi, frequencyMHz and uplink")
        .optional()
        .repeatable();
    declareDeviceOption(command, options.device);
    command.example("perisphere sim wifi add CAFE ssid=Cafe rssi=-70", "an open network");
    command.example("perisphere sim wifi add LAB ssid=lab security=wpa2-psk passphrase=12345678",
                    "a network with a key");
}

namespace
{

/// A key is a text though it looks like a number.
constexpr std::array<std::string_view, 2> kTextSettings{"ssid", "passphrase"};

json::Value settingValue(const std::string& key, const std::string& word)
{
    if (std::ranges::find(kTextSettings, key) != kTextSettings.end())
        return word;
    json::Value value = json::Value::parse(word, nullptr, /*throws*/ false);
    return value.is_number() || value.is_boolean() ? value : json::Value(word);
}

} // namespace

Result<ExitCode> runSimWifiAdd(const SimWifiAddOptions& options, Services& services)
{
    json::Value settings = json::Value::object();
    for (const std::string& one : options.settings) {
        const std::size_t equals = one.find('=');
        if (equals == std::string::npos || equals == 0)
            return reportUsage(fmt::format("\"{}\" is not KEY=VALUE", one), services);
        const std::string key = one.substr(0, equals);
        settings[key] = settingValue(key, one.substr(equals + 1));
    }
    auto device = connectToDevice(options.device, services);
    if (!device)
        return fail(device.error());
    const auto added = device->call("wifi.addAccessPoint",
                                    {{"name", options.name}, {"settings", std::move(settings)}});
    if (!added)
        return fail(added.error());
    return ExitCode::Ok;
}

Command simWifiAddCommand(Services& services)
{
    return Command::make("add", "Add an access point", declareSimWifiAdd, runSimWifiAdd, services);
}

} // namespace perisphere::tools
