// What wpa_supplicant says on its control interface, read: names of networks and certificates in it
// are whoever's who is in range.
#pragma once

#include "perisphere/protocol/wifi.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::target
{

inline constexpr std::size_t kMaxWpaReplyBytes = 16 * 1024;

using Bssid = std::array<std::uint8_t, protocol::kBssidBytes>;

/// Bytes from the text that wpa_supplicant prints them as: \x00, \n, \\ ... nullopt for a bad one.
[[nodiscard]] std::optional<std::string> wpaBytes(std::string_view printed);

/// A value of a network's configuration: "text" in quotes, or hexadecimal digits. nullopt for
/// others, such as FAIL.
[[nodiscard]] std::optional<std::string> wpaValue(std::string_view reply);

/// One line of LIST_NETWORKS.
struct WpaNetwork {
    int id = 0;
    std::string ssid; ///< bytes; empty until it is set
    bool isCurrent = false;
    bool isDisabled = false;
    bool isTemporarilyDisabled = false; ///< left alone after failures
};
/// Lines that are not of the form are passed over.
[[nodiscard]] std::vector<WpaNetwork> parseWpaNetworks(std::string_view reply);

/// An access point of a scan.
struct WpaBss {
    int id = 0;
    Bssid bssid{};
    std::uint32_t frequencyMhz = 0;
    int level = 0; ///< dBm
    protocol::WifiSecurity security = protocol::WifiSecurity::Unknown;
    std::string ssid; ///< bytes; empty where it hides
};
/// Of BSS RANGE=.... Those without an address or frequency are passed over.
[[nodiscard]] std::vector<WpaBss> parseWpaBsses(std::string_view reply);
/// By the flags of an access point: [WPA2-PSK-CCMP][ESS]. WPA3 with a key counts as WPA2 with one.
[[nodiscard]] protocol::WifiSecurity securityOfFlags(std::string_view flags);
/// By a network's key_mgmt: WPA-PSK WPA-PSK-SHA256.
[[nodiscard]] protocol::WifiSecurity securityOfKeyManagement(std::string_view keyManagement);

struct WpaStatus {
    bool isCompleted = false; ///< connected, with keys
    bool isOff = false;       ///< the interface is switched off, as far as it knows
    int id = -1;              ///< of the network that it is at; -1: none
    Bssid bssid{};
    std::string ssid;
    std::uint32_t frequencyMhz = 0;
};
/// nullopt for what does not tell the state.
[[nodiscard]] std::optional<WpaStatus> parseWpaStatus(std::string_view reply);

/// Of SIGNAL_POLL: dBm.
[[nodiscard]] std::optional<int> parseSignal(std::string_view reply);

struct WpaEvent {
    enum class Kind {
        Other,
        ScanDone,
        ScanFailed, ///< for good
        NotFound,   ///< no network that could be joined is in range
        Connected,
        TemporarilyDisabled, ///< of `id`, for `reason`
        CertificateError,    ///< of the server
        EapStarted,          ///< with whoever is at the access point
        TlsStarted,          ///< with a server that knows the identity
        TlsRefused,          ///< by the server, which says why it refuses
        EapFailed,           ///< the server has said no
        SaeRefused,          ///< WPA3: the access point has another passphrase
        Terminating,
    };
    Kind kind = Kind::Other;
    int id = -1;
    std::string reason;       ///< WRONG_KEY, AUTH_FAILED, CONN_FAILED
    int certificateError = 0; ///< wpa_supplicant's enum tls_fail_reason
    int certificateDepth = 0;
    std::string certificateSubject;
};
[[nodiscard]] WpaEvent parseWpaEvent(std::string_view message);

} // namespace perisphere::target
