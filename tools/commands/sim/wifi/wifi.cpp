#include "commands/sim/wifi/wifi.hpp"

#include "commands/sim/wifi/add.hpp"
#include "commands/sim/wifi/list.hpp"
#include "commands/sim/wifi/remove.hpp"

namespace perisphere::tools
{

Command simWifiCommand(Services& services)
{
    Command wifi("wifi", "Wi-Fi access points around a device: list, add, remove");
    wifi.example(
        "perisphere sim wifi add CAFE ssid=Cafe security=wpa2-psk passphrase=\"one espresso\"",
        "a network that the device sees when it scans next");
    wifi.example("perisphere sim set CAFE.rssi -85", "and that is far away");
    wifi.add(simWifiListCommand(services));
    wifi.add(simWifiAddCommand(services));
    wifi.add(simWifiRemoveCommand(services));
    return wifi;
}

} // namespace perisphere::tools
