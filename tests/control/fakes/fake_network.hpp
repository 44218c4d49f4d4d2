#pragma once

#include "perisphere/control/network_target.hpp"

#include <map>
#include <string>

namespace perisphere::test
{

namespace c = control;

class FakeNetwork final : public control::NetworkTarget
{
public:
    Result<> setClock(std::int64_t) override { return {}; }
    Result<> addAccessPoint(const std::string& name, const json::Value& settings) override
    {
        accessPoints[name] = settings;
        return {};
    }
    Result<> removeAccessPoint(const std::string& name) override
    {
        accessPoints.erase(name);
        return {};
    }
    std::map<std::string, json::Value> accessPoints; ///< settings by name
    c::NetworkStatus status() override
    {
        return {.isReady = true,
                .whyNoNames = "no name server answers",
                .interfaces = {{.name = "wlan0",
                                .isEnabled = true,
                                .isUp = true,
                                .isConnected = true,
                                .hasAddress = true,
                                .hasInternet = false,
                                .hardwareAddress = "02:50:45:52:49:01",
                                .address = "192.168.1.100",
                                .nameServers = {"192.168.1.1"}}},
                .wifi =
                    c::WifiStatus{
                        .ssid = "home", .security = "wpa2-psk", .frequencyMhz = 5180, .rssi = -60},
                .isClockSet = true,
                .clock = 1'735'689'600'000'000'000,
                .rtc = 1'735'689'600,
                .lastSync = c::TimeSync{.server = "time.example", .at = 1},
                .names = {{.name = "hub.example", .target = "127.0.0.1:8443"}}};
    }
};

} // namespace perisphere::test
