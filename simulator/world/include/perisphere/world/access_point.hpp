// A Wi-Fi access point as a station sees it.
#pragma once

#include "perisphere/world/lan.hpp"

#include <array>
#include <cstdint>
#include <string>

namespace perisphere::world
{

enum class Security : std::uint8_t {
    Other, ///< what the device cannot speak: WEP, WPA3 only
    Open,
    Wpa2Psk,
    Wpa2EapTls,
};

using HardwareAddress = std::array<std::uint8_t, 6>;

/// What is wrong with the certificate by which a RADIUS server proves itself.
enum class ServerCertificate : std::uint8_t {
    Valid,
    Unspecified,
    Revoked,
    NotYetValid,
    Expired,
    SubjectMismatch,
    AltSubjectMismatch,
    Bad,
    DomainSuffixMismatch,
    DomainMismatch,
    ShortKey,
    Untrusted,
    ChainProbeFailed,
};

/// Who decides about stations of an access point with EAP-TLS.
struct RadiusServer {
    bool isReachable = true;
    std::string identity;        ///< of the only client that it knows; empty: it takes any
    std::string clientAuthority; ///< subject of who issued its clients' certificates; empty: anyone
    std::string serverAuthority; ///< subject of the root of its own certificate
    std::string subject = "/CN=radius"; ///< of its own certificate
    ServerCertificate certificate = ServerCertificate::Valid;
    bool operator==(const RadiusServer&) const = default;
};

struct AccessPoint {
    std::string ssid; ///< bytes, 1 to 32
    Security security = Security::Open;
    std::string passphrase; ///< of WPA2-PSK: 8 to 63 characters, or 64 hexadecimal digits
    HardwareAddress bssid{};
    std::uint32_t frequencyMhz = 2412;
    int rssi = -50;               ///< dBm at the device
    bool isInRange = true;        ///< on, and near enough
    bool isHidden = false;        ///< answers only to who asks by name
    bool isAccepting = true;      ///< lets stations associate
    bool isInfrastructure = true; ///< an ESS; false: ad hoc
    bool hasCcmp = true;          ///< offers the cipher that WPA2 asks for
    RadiusServer radius;
    Lan lan;
    bool operator==(const AccessPoint&) const = default;
};

} // namespace perisphere::world
