#include "wpa_networks.hpp"

#include "hexadecimal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace perisphere::target
{
namespace
{

using protocol::WifiSecurity;

/// What a copy gets, and in which order.
constexpr std::array kCopied = {"ssid",     "scan_ssid",    "key_mgmt",    "proto",
                                "psk",      "sae_password", "ieee80211w",  "eap",
                                "identity", "client_cert",  "private_key", "private_key_passwd",
                                "ca_cert"};

} // namespace

std::string WpaNetworks::get(int id, std::string_view setting)
{
    return m_control.request(fmt::format("GET_NETWORK {} {}", id, setting)).value_or("FAIL");
}

bool WpaNetworks::set(int id, std::string_view setting, std::string_view value)
{
    return m_control.does(fmt::format("SET_NETWORK {} {} {}", id, setting, value));
}

std::vector<WpaNetwork> WpaNetworks::all()
{
    std::vector<WpaNetwork> networks;
    std::string command = "LIST_NETWORKS";
    while (true) {
        auto more = parseWpaNetworks(m_control.request(command).value_or(""));
        const int before = networks.empty() ? -1 : networks.back().id;
        std::erase_if(more, [before](const WpaNetwork& one) { return one.id <= before; });
        if (more.empty())
            return networks;
        networks.insert(networks.end(), more.begin(), more.end());
        command = fmt::format("LIST_NETWORKS LAST_ID={}", networks.back().id);
    }
}

std::optional<WpaNetwork> WpaNetworks::find(int id)
{
    const auto networks = parseWpaNetworks(
        m_control.request(fmt::format("LIST_NETWORKS LAST_ID={}", id - 1)).value_or(""));
    const auto found = std::ranges::find(networks, id, &WpaNetwork::id);
    if (found == networks.end())
        return std::nullopt;
    return *found;
}

std::optional<int> WpaNetworks::add()
{
    const std::string reply = m_control.request("ADD_NETWORK").value_or("");
    int id = -1;
    std::from_chars(reply.data(), reply.data() + reply.size(), id);
    if (id < 0)
        return std::nullopt;
    return id;
}

void WpaNetworks::remove(int id)
{
    (void)m_control.does(fmt::format("REMOVE_NETWORK {}", id));
}

std::optional<int> WpaNetworks::duplicate(int id)
{
    const auto copy = add();
    if (!copy)
        return std::nullopt;
    for (const char* setting : kCopied) // it refuses those that are not set
        (void)m_control.does(fmt::format("DUP_NETWORK {} {} {}", id, *copy, setting));
    return copy;
}

bool WpaNetworks::setEnabled(int id, bool isEnabled)
{
    return m_control.does(
        fmt::format("{} {}", isEnabled ? "ENABLE_NETWORK" : "DISABLE_NETWORK", id));
}

bool WpaNetworks::setSsid(int id, std::string_view ssid)
{
    return set(id, "ssid", toHexadecimal(ssid));
}

/// With a passphrase, networks of WPA3 are joined as well.
bool WpaNetworks::setSecurity(int id, WifiSecurity security)
{
    switch (security) {
    case WifiSecurity::Open:
        return set(id, "key_mgmt", "NONE");
    case WifiSecurity::Wpa2Psk: {
        const bool hasPassphrase = get(id, "sae_password") == "*";
        const bool mayBeWpa3 = hasPassphrase && set(id, "key_mgmt", "WPA-PSK WPA-PSK-SHA256 SAE") &&
                               set(id, "ieee80211w", "1");
        return set(id, "proto", "RSN") &&
               (mayBeWpa3 || set(id, "key_mgmt", "WPA-PSK WPA-PSK-SHA256") ||
                set(id, "key_mgmt", "WPA-PSK"));
    }
    case WifiSecurity::Wpa2EapTls:
        return set(id, "proto", "RSN") && set(id, "key_mgmt", "WPA-EAP") && set(id, "eap", "TLS");
    case WifiSecurity::Unknown:
        break;
    }
    return false;
}

WifiSecurity WpaNetworks::security(int id)
{
    return securityOfKeyManagement(get(id, "key_mgmt"));
}

bool WpaNetworks::setKey(int id, std::string_view key)
{
    constexpr std::size_t kDigits = 64;
    const bool isPassphrase = key.size() < kDigits;
    // A line's quotes end at the last one: there may be some in the passphrase.
    const std::string value = isPassphrase ? fmt::format("\"{}\"", key) : std::string(key);
    if (!set(id, "psk", value))
        return false;
    (void)set(id, "sae_password", isPassphrase ? value : "NULL"); // one without WPA3 has none
    return security(id) != WifiSecurity::Wpa2Psk || setSecurity(id, WifiSecurity::Wpa2Psk);
}

bool WpaNetworks::hasKey(int id)
{
    return get(id, "psk") == "*";
}

bool WpaNetworks::setTargeted(int id, bool isTargeted)
{
    return set(id, "scan_ssid", isTargeted ? "1" : "0");
}

bool WpaNetworks::setText(int id, std::string_view setting, std::string_view text)
{
    return set(id, setting, text.empty() ? "NULL" : toHexadecimal(text));
}

std::string WpaNetworks::text(int id, std::string_view setting)
{
    return wpaValue(get(id, setting)).value_or("");
}

} // namespace perisphere::target
