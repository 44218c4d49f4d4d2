// Requests of the networking API: interfaces, addresses, time, servers, proxy.
//
// IPv4 addresses are numbers: 192.168.1.2 is 0xC0A80102. Texts are followed by NULs up to the end
// of their field, or fill it.
#pragma once

#include "perisphere/protocol/operation.hpp"

#include <cstddef>
#include <cstdint>

namespace perisphere::protocol
{

/// "wlan0"; a longer name than fits is cut off, fills the field and is no interface's.
inline constexpr std::size_t kInterfaceNameBytes = 16;
struct InterfaceName {
    char text[kInterfaceNameBytes] = {};
};

/// The reply's value is 0 or 1. No errors.
struct NetworkReadyRequest {
    static constexpr Operation kOperation = Operation::NetworkReady;
    std::uint32_t reserved[2] = {};
};

/// As Networking_InterfaceMedium.
inline constexpr std::uint8_t kWifiMedium = 1;
inline constexpr std::uint8_t kEthernetMedium = 2;

struct NetworkInterfaceInfo {
    InterfaceName name;
    std::uint8_t isEnabled = 0;
    std::uint8_t usesDhcp = 0;
    std::uint8_t medium = 0; ///< one of those above
    std::uint8_t reserved = 0;
};
static_assert(sizeof(NetworkInterfaceInfo) == 20);

/// The reply's payload is a NetworkInterfaceInfo each. Errors: EAGAIN.
struct NetworkInterfacesRequest {
    static constexpr Operation kOperation = Operation::NetworkInterfaces;
    std::uint32_t reserved[2] = {};
};
inline constexpr std::size_t kMaxInterfaces = 8;

/// Errors: EACCES, EAGAIN, ENOENT, EPERM, EIO.
struct NetworkSetInterfaceStateRequest {
    static constexpr Operation kOperation = Operation::NetworkSetInterfaceState;
    InterfaceName name;
    std::uint32_t isEnabled = 0;
};

/// Bits of Networking_InterfaceConnectionStatus.
inline constexpr std::uint32_t kInterfaceUp = 1;
inline constexpr std::uint32_t kConnectedToNetwork = 2;
inline constexpr std::uint32_t kIpAvailable = 4;
inline constexpr std::uint32_t kConnectedToInternet = 8;

/// The reply's value are those bits. Errors: EAGAIN, ENOENT.
struct NetworkInterfaceStatusRequest {
    static constexpr Operation kOperation = Operation::NetworkInterfaceStatus;
    InterfaceName name;
};

inline constexpr std::size_t kHardwareAddressBytes = 6;

/// The reply's payload is the address. Errors: EAGAIN, ENOENT, EPERM.
struct NetworkHardwareAddressRequest {
    static constexpr Operation kOperation = Operation::NetworkHardwareAddress;
    InterfaceName name;
};

/// Errors: EINVAL, EACCES, EAGAIN, ENOENT, EPERM.
struct NetworkSetHardwareAddressRequest {
    static constexpr Operation kOperation = Operation::NetworkSetHardwareAddress;
    InterfaceName name;
    std::uint8_t address[kHardwareAddressBytes] = {};
    std::uint8_t reserved[2] = {};
};
static_assert(sizeof(NetworkSetHardwareAddressRequest) == 24);

inline constexpr std::size_t kMaxServerAddresses = 3;

/// Errors: EINVAL, EACCES, EAGAIN, ENOENT, EPERM, EFBIG.
struct NetworkIpApplyRequest {
    static constexpr Operation kOperation = Operation::NetworkIpApply;
    InterfaceName name;
    std::uint32_t isStatic = 0; ///< 0: by DHCP, and the next three mean nothing
    std::uint32_t address = 0;
    std::uint32_t mask = 0;
    std::uint32_t gateway = 0;
    std::uint32_t hasCustomDns = 0;
    std::uint32_t dnsServerCount = 0;
    std::uint32_t dnsServers[kMaxServerAddresses] = {};
};
static_assert(sizeof(NetworkIpApplyRequest) == 52);

/// Both: EACCES, EAGAIN, ENOENT, EPERM.
struct NetworkIpReleaseRequest {
    static constexpr Operation kOperation = Operation::NetworkIpRelease;
    InterfaceName name;
};
struct NetworkIpRenewRequest {
    static constexpr Operation kOperation = Operation::NetworkIpRenew;
    InterfaceName name;
};

/// A host's name or address; room for a NUL.
inline constexpr std::size_t kHostNameBytes = 256;

enum class NtpMode : std::uint32_t { Default = 0, Automatic = 1, Custom = 2 };

/// Errors: EINVAL, EACCES, EIO.
struct TimeSyncSetServersRequest {
    static constexpr Operation kOperation = Operation::TimeSyncSetServers;
    NtpMode mode = NtpMode::Default;
    std::uint32_t hasFallback = 0;
    char primary[kHostNameBytes] = {};   ///< with Custom
    char secondary[kHostNameBytes] = {}; ///< with Custom; empty: there is none
};
static_assert(sizeof(TimeSyncSetServersRequest) == 520);

/// The reply's payload is a TimeSyncInfo. Errors: ENOENT.
struct TimeSyncInfoRequest {
    static constexpr Operation kOperation = Operation::TimeSyncInfo;
    std::uint32_t reserved[2] = {};
};
struct TimeSyncInfo {
    std::int64_t secondsBefore = 0; ///< since 1970, of the device's clock
    std::int64_t secondsAfter = 0;
    char server[kHostNameBytes] = {}; ///< ends with a NUL
};
static_assert(sizeof(TimeSyncInfo) == 272);

/// Errors: EACCES, EAGAIN.
struct TimeSyncSetEnabledRequest {
    static constexpr Operation kOperation = Operation::TimeSyncSetEnabled;
    std::uint32_t isEnabled = 0;
    std::uint32_t reserved = 0;
};

/// The reply's value is 0 or 1. Errors: EACCES, EAGAIN.
struct TimeSyncIsEnabledRequest {
    static constexpr Operation kOperation = Operation::TimeSyncIsEnabled;
    std::uint32_t reserved[2] = {};
};

/// Errors: EACCES, EAGAIN, ENOENT, EPERM.
struct SntpServerStartRequest {
    static constexpr Operation kOperation = Operation::SntpServerStart;
    InterfaceName name;
};

/// Errors: EINVAL, EACCES, EAGAIN, ENOENT, EPERM, EFBIG.
struct DhcpServerStartRequest {
    static constexpr Operation kOperation = Operation::DhcpServerStart;
    InterfaceName name;
    std::uint32_t start = 0;
    std::uint32_t count = 0; ///< 1 to 255
    std::uint32_t mask = 0;
    std::uint32_t gateway = 0; ///< 0: none
    std::uint32_t leaseHours = 0;
    std::uint32_t ntpServerCount = 0;
    std::uint32_t ntpServers[kMaxServerAddresses] = {};
};
static_assert(sizeof(DhcpServerStartRequest) == 52);

/// Ones, then zeros; neither none nor all.
[[nodiscard]] constexpr bool isSubnetMask(std::uint32_t mask)
{
    const std::uint32_t host = ~mask;
    return mask != 0 && host != 0 && (host & (host + 1)) == 0;
}

/// Whether a DHCP server can hand that out: the addresses and the gateway are hosts of one subnet,
/// and the gateway is not among them.
[[nodiscard]] constexpr bool isLease(std::uint32_t start, std::uint32_t count, std::uint32_t mask,
                                     std::uint32_t gateway, std::uint32_t leaseHours)
{
    if (count == 0 || count > 255 || leaseHours == 0 || !isSubnetMask(mask))
        return false;
    const std::uint32_t host = ~mask;
    const auto isHost = [host](std::uint32_t address) {
        return (address & host) != 0 && (address & host) != host;
    };
    const std::uint32_t last = start + (count - 1);
    if (last < start || (start & mask) == 0 || (last & mask) != (start & mask) || !isHost(start) ||
        !isHost(last))
        return false;
    if (gateway == 0)
        return true;
    const bool isLeased = gateway >= start && gateway <= last;
    return (gateway & mask) == (start & mask) && isHost(gateway) && !isLeased;
}

inline constexpr std::size_t kProxyAddressBytes = 256;
inline constexpr std::size_t kProxyCredentialBytes = 64;

/// All texts end with a NUL.
struct ProxyConfiguration {
    std::uint32_t options = 0; ///< bits of Networking_ProxyOptions
    std::uint16_t port = 0;
    std::uint16_t isBasic = 0; ///< authentication by user name and password
    char address[kProxyAddressBytes] = {};
    char username[kProxyCredentialBytes] = {};
    char password[kProxyCredentialBytes] = {};
    char noProxyAddresses[kProxyAddressBytes] = {};
};
static_assert(sizeof(ProxyConfiguration) == 648);

/// Errors: EACCES, EFBIG.
struct ProxyApplyRequest {
    static constexpr Operation kOperation = Operation::ProxyApply;
    ProxyConfiguration configuration;
};

/// The reply's payload is a ProxyConfiguration. Errors: EACCES, ENOENT.
struct ProxyGetRequest {
    static constexpr Operation kOperation = Operation::ProxyGet;
    std::uint32_t reserved[2] = {};
};

/// The reply's value are bits of Networking_ProxyStatus. No errors.
struct ProxyStatusRequest {
    static constexpr Operation kOperation = Operation::ProxyStatus;
    std::uint32_t reserved[2] = {};
};

} // namespace perisphere::protocol
