// What a managed network is set to, and is again after a restart. Wi-Fi's networks are
// wpa_supplicant's to keep.
#pragma once

#include "kernel_links.hpp"
#include "perisphere/base/result.hpp"
#include "perisphere/protocol/network.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::target
{

// Addresses are in host byte order: 192.168.1.2 is 0xC0A80102.

struct StaticIp {
    std::uint32_t address = 0;
    std::uint32_t mask = 0;
    std::uint32_t gateway = 0; ///< 0: none
    bool operator==(const StaticIp&) const = default;
};

struct DhcpLeases {
    std::uint32_t start = 0;
    std::uint32_t count = 0;
    std::uint32_t mask = 0;
    std::uint32_t gateway = 0; ///< 0: none
    std::uint32_t leaseHours = 0;
    std::vector<std::uint32_t> ntpServers;
    bool operator==(const DhcpLeases&) const = default;
};

struct InterfaceSettings {
    bool isEnabled = false;
    std::optional<StaticIp> fixed;                       ///< none: by DHCP
    std::optional<std::vector<std::uint32_t>> customDns; ///< none: those that DHCP names
    std::optional<HardwareAddress> hardwareAddress;      ///< in place of the interface's own
    std::optional<DhcpLeases> dhcpServer;
    bool operator==(const InterfaceSettings&) const = default;
};

struct TimeSettings {
    bool isEnabled = true;
    protocol::NtpMode mode = protocol::NtpMode::Default;
    std::vector<std::string> servers; ///< Custom: one or two
    bool hasFallback = true;          ///< then the default server
    bool operator==(const TimeSettings&) const = default;
};

/// As protocol::ProxyConfiguration.
struct ProxySettings {
    std::uint32_t options = 0;
    std::uint16_t port = 0;
    bool isBasic = false;
    std::string address;
    std::string username;
    std::string password;
    std::string noProxyAddresses;
    bool operator==(const ProxySettings&) const = default;
};

struct NetworkSettings {
    std::map<std::string, InterfaceSettings> interfaces; ///< by name
    TimeSettings time;
    std::optional<ProxySettings> proxy;
    bool operator==(const NetworkSettings&) const = default;
};

[[nodiscard]] std::string toJson(const NetworkSettings& settings);

/// Takes what toJson() writes and nothing else: Syntax, Invalid and LimitExceeded name the file and
/// the place.
[[nodiscard]] Result<NetworkSettings> networkSettingsFromJson(std::string_view text,
                                                              std::string fileName);

/// "192.168.1.2", and nothing else; nullopt for what is none.
[[nodiscard]] std::optional<std::uint32_t> parseAddress(const std::string& text);
/// Of a subnet's mask: 24 of 255.255.255.0.
[[nodiscard]] std::uint8_t bitsOfMask(std::uint32_t mask);

/// One file, replaced as a whole; it may hold the proxy's password, so only its owner reads it.
class NetworkSettingsFile
{
public:
    explicit NetworkSettingsFile(std::filesystem::path path)
        : m_path(std::move(path))
    {
    }
    /// nullopt where none were ever saved.
    [[nodiscard]] Result<std::optional<NetworkSettings>> load() const;
    [[nodiscard]] Result<> save(const NetworkSettings& settings) const;

private:
    std::filesystem::path m_path;
};

} // namespace perisphere::target
