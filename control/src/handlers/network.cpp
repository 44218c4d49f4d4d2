#include "handlers.hpp"
#include "perisphere/control/network_target.hpp"

#include <utility>

namespace perisphere::control
{
namespace
{

Value interfaceToJson(const NetworkInterfaceStatus& one)
{
    Value value = {{"name", one.name},
                   {"enabled", one.isEnabled},
                   {"up", one.isUp},
                   {"connected", one.isConnected},
                   {"hasAddress", one.hasAddress},
                   {"hasInternet", one.hasInternet},
                   {"hardwareAddress", one.hardwareAddress},
                   {"nameServers", one.nameServers}};
    if (!one.address.empty())
        value["address"] = one.address;
    return value;
}

} // namespace

Result<Value> networkStatus(const Call& call)
{
    const NetworkStatus status = call.target().network().status();
    Value interfaces = Value::array();
    for (const NetworkInterfaceStatus& one : status.interfaces)
        interfaces.push_back(interfaceToJson(one));
    Value names = Value::array();
    for (const HostName& one : status.names)
        names.push_back({{"name", one.name}, {"target", one.target}});
    Value value = {{"ready", status.isReady},
                   {"interfaces", std::move(interfaces)},
                   {"clock", {{"isSet", status.isClockSet}, {"nanoseconds", status.clock}}},
                   {"names", std::move(names)}};
    if (!status.whyNoNames.empty())
        value["whyNoNames"] = status.whyNoNames;
    if (status.wifi)
        value["wifi"] = {{"ssid", status.wifi->ssid},
                         {"security", status.wifi->security},
                         {"frequencyMHz", status.wifi->frequencyMhz},
                         {"rssi", status.wifi->rssi}};
    if (status.rtc)
        value["rtcSeconds"] = *status.rtc;
    if (status.lastSync)
        value["lastSync"] = {{"server", status.lastSync->server}, {"at", status.lastSync->at}};
    return value;
}

Result<Value> networkSetClock(const Call& call)
{
    return nothing(call.target().network().setClock(call.params.at("seconds").get<std::int64_t>()));
}

} // namespace perisphere::control
