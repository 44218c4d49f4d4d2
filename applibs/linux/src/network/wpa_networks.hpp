// The networks in wpa_supplicant's configuration: read and written by its commands.
//
// Values go there as hexadecimal digits wherever it takes them so, which leaves no byte that a
// command or its configuration file could mistake for something else.
#pragma once

#include "perisphere/protocol/wifi.hpp"
#include "wpa_control.hpp"
#include "wpa_reply.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::target
{

/// false, nullopt: wpa_supplicant has refused, or does not answer.
class WpaNetworks
{
public:
    explicit WpaNetworks(WpaControl& control)
        : m_control(control)
    {
    }

    /// All of them, also where they do not fit into one answer. By ascending IDs.
    [[nodiscard]] std::vector<WpaNetwork> all();
    [[nodiscard]] std::optional<WpaNetwork> find(int id);

    [[nodiscard]] std::optional<int> add();
    void remove(int id);
    /// A new one with all settings but the name, switched off.
    [[nodiscard]] std::optional<int> duplicate(int id);
    [[nodiscard]] bool setEnabled(int id, bool isEnabled);

    [[nodiscard]] bool setSsid(int id, std::string_view ssid);
    [[nodiscard]] bool setSecurity(int id, protocol::WifiSecurity security);
    [[nodiscard]] protocol::WifiSecurity security(int id);
    /// A passphrase, or 64 hexadecimal digits.
    [[nodiscard]] bool setKey(int id, std::string_view key);
    [[nodiscard]] bool hasKey(int id);
    [[nodiscard]] bool setTargeted(int id, bool isTargeted);

    /// Of a setting that is a text. Empty: not set.
    [[nodiscard]] bool setText(int id, std::string_view setting, std::string_view text);
    [[nodiscard]] std::string text(int id, std::string_view setting);

private:
    [[nodiscard]] std::string get(int id, std::string_view setting);
    [[nodiscard]] bool set(int id, std::string_view setting, std::string_view value);
    WpaControl& m_control;
};

} // namespace perisphere::target
