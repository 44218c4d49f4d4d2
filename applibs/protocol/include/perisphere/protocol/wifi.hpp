// Requests of the Wi-Fi API. All: EACCES, EAGAIN (not ready), ENETDOWN (no Wi-Fi, or switched off);
// those with a network's ID: EINVAL (negative), ENODEV (no such network). Other errors are said.
#pragma once

#include "perisphere/protocol/operation.hpp"

#include <cstddef>
#include <cstdint>

namespace perisphere::protocol
{

inline constexpr std::size_t kSsidBytes = 32;
inline constexpr std::size_t kPskBytes = 64;
inline constexpr std::size_t kConfigNameBytes = 16;
inline constexpr std::size_t kBssidBytes = 6;
inline constexpr std::size_t kIdentityBytes = 254;
inline constexpr std::size_t kCertIdentifierBytes = 16;
inline constexpr std::size_t kCertSubjectBytes = 304;

/// As WifiConfig_Security.
enum class WifiSecurity : std::uint8_t { Unknown = 0, Open = 1, Wpa2Psk = 2, Wpa2EapTls = 3 };

struct Ssid {
    std::uint8_t bytes[kSsidBytes] = {};
    std::uint8_t length = 0;
};

/// The reply's value is the new network's ID. Errors: ENOMEM.
struct WifiAddRequest {
    static constexpr Operation kOperation = Operation::WifiAdd;
    std::uint32_t reserved[2] = {};
};

/// The name is followed by NULs or fills its field. The reply's value is the copy's ID. Errors:
/// EEXIST, ENOMEM.
struct WifiDuplicateRequest {
    static constexpr Operation kOperation = Operation::WifiDuplicate;
    std::int32_t id = 0;
    char configName[kConfigNameBytes] = {};
};

struct WifiForgetRequest {
    static constexpr Operation kOperation = Operation::WifiForget;
    std::int32_t id = 0;
    std::uint32_t reserved = 0;
};

/// Errors: ENOSPC.
struct WifiForgetAllRequest {
    static constexpr Operation kOperation = Operation::WifiForgetAll;
    std::uint32_t reserved[2] = {};
};

struct WifiStoredNetwork {
    Ssid ssid;
    std::uint8_t isEnabled = 0;
    std::uint8_t isConnected = 0;
    WifiSecurity security = WifiSecurity::Unknown;
};
static_assert(sizeof(WifiStoredNetwork) == 36);

/// The reply's value is their number, its payload the first of them.
struct WifiStoredNetworksRequest {
    static constexpr Operation kOperation = Operation::WifiStoredNetworks;
    std::uint32_t maximum = 0; ///< of networks in the payload
    std::uint32_t reserved = 0;
};
/// In one reply, of either kind.
inline constexpr std::size_t kMaxWifiNetworks = 128;

/// The reply's value is the ID. Errors: ENOTCONN.
struct WifiConnectedIdRequest {
    static constexpr Operation kOperation = Operation::WifiConnectedId;
    std::uint32_t reserved[2] = {};
};

/// The reply's value is the ID. Errors: ENODEV.
struct WifiFindRequest {
    static constexpr Operation kOperation = Operation::WifiFind;
    char configName[kConfigNameBytes] = {};
};

/// Of the older API; open, or with a key. Errors: EINVAL, ERANGE, EEXIST, ENOSPC.
struct WifiStoreRequest {
    static constexpr Operation kOperation = Operation::WifiStore;
    Ssid ssid;
    WifiSecurity security = WifiSecurity::Open;
    std::uint8_t pskLength = 0;
    std::uint8_t reserved = 0;
    char psk[kPskBytes] = {};
};
static_assert(sizeof(WifiStoreRequest) == 100);

/// Of the older API. Errors: EINVAL, ENOENT, ENOSPC.
struct WifiForgetMatchingRequest {
    static constexpr Operation kOperation = Operation::WifiForgetMatching;
    Ssid ssid;
    WifiSecurity security = WifiSecurity::Open;
    std::uint8_t reserved[2] = {};
};
static_assert(sizeof(WifiForgetMatchingRequest) == 36);

/// Errors: ERANGE.
struct WifiSetSsidRequest {
    static constexpr Operation kOperation = Operation::WifiSetSsid;
    std::int32_t id = 0;
    Ssid ssid;
    std::uint8_t reserved[3] = {};
};
static_assert(sizeof(WifiSetSsidRequest) == 40);

struct WifiSetSecurityRequest {
    static constexpr Operation kOperation = Operation::WifiSetSecurity;
    std::int32_t id = 0;
    std::uint32_t security = 0; ///< a WifiSecurity
};

/// Errors: ERANGE.
struct WifiSetPskRequest {
    static constexpr Operation kOperation = Operation::WifiSetPsk;
    std::int32_t id = 0;
    std::uint32_t length = 0;
    char psk[kPskBytes] = {};
};

enum class WifiFlag : std::uint32_t { Enabled = 0, Targeted = 1 };

struct WifiSetFlagRequest {
    static constexpr Operation kOperation = Operation::WifiSetFlag;
    std::int32_t id = 0;
    WifiFlag flag = WifiFlag::Enabled;
    std::uint32_t value = 0;
};

enum class WifiText : std::uint32_t {
    Identity = 0,
    ClientCertificate = 1,
    RootCertificate = 2,
    ConfigName = 3,
};

/// How long a text of the kind may be; 0 for what is none.
[[nodiscard]] constexpr std::size_t maxBytes(WifiText which)
{
    switch (which) {
    case WifiText::Identity:
        return kIdentityBytes;
    case WifiText::ClientCertificate:
    case WifiText::RootCertificate:
        return kCertIdentifierBytes;
    case WifiText::ConfigName:
        return kConfigNameBytes;
    }
    return 0;
}

struct WifiTextValue {
    char text[kIdentityBytes + 2] = {}; ///< ends with a NUL
};

/// Errors: ERANGE, EEXIST.
struct WifiSetTextRequest {
    static constexpr Operation kOperation = Operation::WifiSetText;
    std::int32_t id = 0;
    WifiText which = WifiText::Identity;
    WifiTextValue value;
};
static_assert(sizeof(WifiSetTextRequest) == 264);

/// The reply's payload is a WifiTextValue.
struct WifiGetTextRequest {
    static constexpr Operation kOperation = Operation::WifiGetText;
    std::int32_t id = 0;
    WifiText which = WifiText::Identity;
};

/// Errors: EINVAL (a network has no SSID), ENOSPC.
struct WifiPersistRequest {
    static constexpr Operation kOperation = Operation::WifiPersist;
    std::uint32_t reserved[2] = {};
};

struct WifiReloadRequest {
    static constexpr Operation kOperation = Operation::WifiReload;
    std::uint32_t reserved[2] = {};
};

/// Answered after seconds; meanwhile others are served. The reply's value is the number of networks
/// found.
struct WifiScanRequest {
    static constexpr Operation kOperation = Operation::WifiScan;
    std::uint32_t reserved[2] = {};
};

struct WifiSeenNetwork {
    Ssid ssid;
    std::uint8_t bssid[kBssidBytes] = {};
    WifiSecurity security = WifiSecurity::Unknown;
    std::uint32_t frequencyMhz = 0;
    std::int32_t rssi = 0; ///< dBm
};
static_assert(sizeof(WifiSeenNetwork) == 48);

/// The reply's value is their number, its payload the first of them.
struct WifiScannedNetworksRequest {
    static constexpr Operation kOperation = Operation::WifiScannedNetworks;
    std::uint32_t maximum = 0;
    std::uint32_t reserved = 0;
};

/// The reply's payload is a WifiSeenNetwork. Errors: ENODATA.
struct WifiCurrentNetworkRequest {
    static constexpr Operation kOperation = Operation::WifiCurrentNetwork;
    std::uint32_t reserved[2] = {};
};

/// The reply's payload is a WifiDiagnosticsReply. Errors: ENODEV also for a network that never
/// failed.
struct WifiDiagnosticsRequest {
    static constexpr Operation kOperation = Operation::WifiDiagnostics;
    std::int32_t id = 0;
    std::uint32_t reserved = 0;
};
struct WifiDiagnosticsReply {
    std::uint32_t isEnabled = 0;
    std::uint32_t isConnected = 0;
    std::int64_t timestamp = 0; ///< seconds since 1970
    std::int32_t error = 0;     ///< as WifiConfig_GetNetworkDiagnostics documents it
    std::int32_t certError = 0;
    std::int32_t certDepth = 0;
    std::uint32_t reserved = 0;
    char certSubject[kCertSubjectBytes] = {}; ///< ends with a NUL
};
static_assert(sizeof(WifiDiagnosticsReply) == 336);

struct WifiSetPowerSavingRequest {
    static constexpr Operation kOperation = Operation::WifiSetPowerSaving;
    std::uint32_t isEnabled = 0;
    std::uint32_t reserved = 0;
};

} // namespace perisphere::protocol
