// What the control API asks of the device's network and clocks. Looking changes nothing.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/json/value.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace perisphere::control
{

struct NetworkInterfaceStatus {
    std::string name; ///< "wlan0"
    bool isEnabled = false;
    bool isUp = false;
    bool isConnected = false; ///< to a network
    bool hasAddress = false;
    bool hasInternet = false;
    std::string hardwareAddress; ///< "02:50:45:52:49:01"
    std::string address;         ///< empty: none
    std::vector<std::string> nameServers;
};

struct WifiStatus {
    std::string ssid; ///< as the access point's description has it
    std::string security;
    std::uint32_t frequencyMhz = 0;
    int rssi = 0; ///< dBm
};

/// A name that leads elsewhere than the resolver of the machine says.
struct HostName {
    std::string name;
    std::string target; ///< "127.0.0.1:8443"
};

struct TimeSync {
    std::string server;
    std::int64_t at = 0; ///< what the clock was set to, ns since 1970
};

struct NetworkStatus {
    bool isReady = false;                           ///< an address, and the time is synchronised
    std::string whyNoNames;                         ///< empty: names are resolved
    std::vector<NetworkInterfaceStatus> interfaces; ///< none while the stack starts
    std::optional<WifiStatus> wifi;                 ///< the network that it is connected to
    bool isClockSet = false;
    std::int64_t clock = 0;           ///< ns since 1970 UTC
    std::optional<std::int64_t> rtc;  ///< s since 1970 UTC; nullopt: it was never set
    std::optional<TimeSync> lastSync; ///< since the device started
    std::vector<HostName> names;
};

class NetworkTarget
{
public:
    virtual ~NetworkTarget() = default;

    [[nodiscard]] virtual NetworkStatus status() = 0;
    /// The battery-backed clock, and with it the system's, as an app can. Io.
    virtual Result<> setClock(std::int64_t secondsSince1970) = 0;

    /// One that is no part of the board, from now on a part of that name. `settings` is an object:
    /// values of its configuration and of its settable properties. InvalidArgument, AlreadyExists,
    /// LimitExceeded.
    virtual Result<> addAccessPoint(const std::string& name, const json::Value& settings) = 0;
    /// NotFound, with the nearest name; InvalidArgument for what is not one that was added.
    virtual Result<> removeAccessPoint(const std::string& name) = 0;
};

} // namespace perisphere::control
