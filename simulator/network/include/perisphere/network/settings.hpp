// What the device remembers about its networks when it is switched off.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/world/access_point.hpp"
#include "perisphere/world/ipv4.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::network
{

using world::HardwareAddress;
using world::Ipv4;
using world::Security;

inline constexpr std::size_t kMaxAddresses = 3; ///< DNS servers, NTP servers

struct StaticIp {
    Ipv4 address;
    Ipv4 mask;
    Ipv4 gateway;
    bool operator==(const StaticIp&) const = default;
};

struct IpSettings {
    std::optional<StaticIp> fixed;              ///< none: by DHCP
    std::optional<std::vector<Ipv4>> customDns; ///< none: those that DHCP names
    bool operator==(const IpSettings&) const = default;
};

struct DhcpServerSettings {
    Ipv4 start;
    std::uint8_t count = 0;
    Ipv4 mask;
    Ipv4 gateway; ///< any: none
    std::uint32_t leaseHours = 0;
    std::vector<Ipv4> ntpServers;
    bool operator==(const DhcpServerSettings&) const = default;
};

struct InterfaceSettings {
    bool isEnabled = false;
    IpSettings ip;
    std::optional<HardwareAddress> address; ///< in place of the chip's own
    std::optional<DhcpServerSettings> dhcpServer;
    bool operator==(const InterfaceSettings&) const = default;
};

enum class NtpMode : std::uint8_t {
    Default,   ///< the service's server
    Automatic, ///< those that DHCP names
    Custom,
};

inline constexpr const char* kDefaultNtpServer = "prod.time.sphere.azure.net";

struct TimeSettings {
    bool isEnabled = true;
    NtpMode mode = NtpMode::Default;
    std::vector<std::string> servers; ///< Custom: one or two
    bool hasFallback = true;          ///< then the default server
    bool operator==(const TimeSettings&) const = default;
};

/// Values as the API has them.
struct ProxySettings {
    static constexpr std::uint32_t kEnabled = 2;

    std::uint32_t options = 0; ///< bits
    std::string address;
    std::uint16_t port = 0;
    bool isBasic = false; ///< with user name and password
    std::string username;
    std::string password;
    std::string noProxyAddresses;
    [[nodiscard]] bool isEnabled() const { return (options & kEnabled) != 0; }
    bool operator==(const ProxySettings&) const = default;
};

/// A network that the device knows.
struct WifiNetwork {
    int id = 0;       ///< not remembered
    std::string ssid; ///< bytes; empty until it is set
    Security security = Security::Other;
    std::string psk;
    std::string identity; ///< of EAP, as the certificates below
    std::string clientCertificate;
    std::string rootCertificate;
    std::string configName;
    bool isEnabled = false;
    bool isTargeted = false; ///< asked for by name
    bool operator==(const WifiNetwork&) const = default;
};

struct Settings {
    InterfaceSettings wifi;
    InterfaceSettings ethernet;
    TimeSettings time;
    std::optional<ProxySettings> proxy;
    std::vector<WifiNetwork> networks;
    bool operator==(const Settings&) const = default;

    /// Of a device that was never configured: Wi-Fi on, Ethernet off, and the open network
    /// world::kDefaultSsid known, so that a new device on a shipped board finds its way.
    [[nodiscard]] static Settings factory();
};

/// Settings as JSON. Bytes of names and keys outside of printable ASCII are "%xx".
[[nodiscard]] std::string toJson(const Settings& settings);

/// Takes what toJson() writes and nothing else: Syntax, Invalid and LimitExceeded name the file
/// and the place.
[[nodiscard]] Result<Settings> settingsFromJson(std::string_view text, std::string fileName);

} // namespace perisphere::network
