// Network interfaces, addresses, time synchronisation: applibs/networking.h, which documents the
// calls. Includes the proxy and the servers.
#pragma once

#include <applibs/flags.hpp>
#include <applibs/networking.h>
#include <applibs/networking_proxy.hpp>
#include <applibs/networking_servers.hpp>
#include <applibs/result.hpp>

#include <array>
#include <ctime>
#include <span>
#include <string>

namespace applibs
{

namespace networking
{

enum class IpType : Networking_IpType_Type {
    DhcpNone = Networking_IpType_DhcpNone,
    DhcpClient = Networking_IpType_DhcpClient
};

enum class InterfaceMedium : Networking_InterfaceMedium_Type {
    Unspecified = Networking_InterfaceMedium_Unspecified,
    Wifi = Networking_InterfaceMedium_Wifi,
    Ethernet = Networking_InterfaceMedium_Ethernet
};

enum class ConnectionStatus : Networking_InterfaceConnectionStatus {
    None = 0,
    InterfaceUp = Networking_InterfaceConnectionStatus_InterfaceUp,
    ConnectedToNetwork = Networking_InterfaceConnectionStatus_ConnectedToNetwork,
    IpAvailable = Networking_InterfaceConnectionStatus_IpAvailable,
    ConnectedToInternet = Networking_InterfaceConnectionStatus_ConnectedToInternet
};

/// Whether the default NTP server is asked where the others fail.
enum class NtpOption : Networking_NtpOption {
    FallbackServerDisabled = Networking_NtpOption_FallbackServerDisabled,
    FallbackServerEnabled = Networking_NtpOption_FallbackServerEnabled
};

using HardwareAddress = std::array<std::uint8_t, HARDWARE_ADDRESS_LENGTH>;

/// A network interface, described.
class NetworkInterface : public Networking_NetworkInterface
{
public:
    [[nodiscard]] const char* name() const { return interfaceName; }
    [[nodiscard]] IpType ipType() const { return static_cast<IpType>(ipConfigurationType); }
    [[nodiscard]] InterfaceMedium medium() const
    {
        return static_cast<InterfaceMedium>(interfaceMediumType);
    }
};
static_assert(sizeof(NetworkInterface) == sizeof(Networking_NetworkInterface));

} // namespace networking

template <>
inline constexpr bool isFlags<networking::ConnectionStatus> = true;

namespace networking
{

inline Result<bool> isNetworkingReady()
{
    bool ready = false;
    if (Networking_IsNetworkingReady(&ready) != 0)
        return detail::lastError("Networking_IsNetworkingReady");
    return ready;
}

inline Result<std::size_t> interfaceCount()
{
    return detail::number<std::size_t>(Networking_GetInterfaceCount(),
                                       "Networking_GetInterfaceCount");
}

/// @return the part of `interfaces` that was filled
inline Result<std::span<NetworkInterface>> interfaces(std::span<NetworkInterface> interfaces)
{
    const auto count = Networking_GetInterfaces(interfaces.data(), interfaces.size());
    if (count < 0)
        return detail::lastError("Networking_GetInterfaces");
    return interfaces.first(static_cast<std::size_t>(count));
}

inline Result<void> setInterfaceState(const char* interface, bool isEnabled)
{
    return detail::check(Networking_SetInterfaceState(interface, isEnabled),
                         "Networking_SetInterfaceState");
}

inline Result<ConnectionStatus> interfaceConnectionStatus(const char* interface)
{
    Networking_InterfaceConnectionStatus status = 0;
    if (Networking_GetInterfaceConnectionStatus(interface, &status) != 0)
        return detail::lastError("Networking_GetInterfaceConnectionStatus");
    return static_cast<ConnectionStatus>(status);
}

inline Result<void> setHardwareAddress(const char* interface, const HardwareAddress& address)
{
    return detail::check(Networking_SetHardwareAddress(interface, address.data(), address.size()),
                         "Networking_SetHardwareAddress");
}

inline Result<HardwareAddress> hardwareAddress(const char* interface)
{
    Networking_Interface_HardwareAddress address{};
    if (Networking_GetHardwareAddress(interface, &address) != 0)
        return detail::lastError("Networking_GetHardwareAddress");
    return std::to_array(address.address);
}

/// IP configuration of an interface. Stays where it was made.
class IpConfig
{
public:
    IpConfig() { Networking_IpConfig_Init(&m_config); }
    IpConfig(const IpConfig&) = delete;
    IpConfig& operator=(const IpConfig&) = delete;
    ~IpConfig() { Networking_IpConfig_Destroy(&m_config); }

    void enableDynamicIp() { Networking_IpConfig_EnableDynamicIp(&m_config); }

    void enableStaticIp(in_addr address, in_addr subnetMask, in_addr gateway)
    {
        Networking_IpConfig_EnableStaticIp(&m_config, address, subnetMask, gateway);
    }

    void enableAutomaticDns() { Networking_IpConfig_EnableAutomaticDns(&m_config); }

    Result<void> enableCustomDns(std::span<const in_addr> servers)
    {
        return detail::check(
            Networking_IpConfig_EnableCustomDns(&m_config, servers.data(), servers.size()),
            "Networking_IpConfig_EnableCustomDns");
    }

    Result<void> apply(const char* interface) const
    {
        return detail::check(Networking_IpConfig_Apply(interface, &m_config),
                             "Networking_IpConfig_Apply");
    }

private:
    Networking_IpConfig m_config;
};

inline Result<void> releaseIp(const char* interface)
{
    return detail::check(Networking_IpConfig_ReleaseIp(interface), "Networking_IpConfig_ReleaseIp");
}

inline Result<void> renewIp(const char* interface)
{
    return detail::check(Networking_IpConfig_RenewIp(interface), "Networking_IpConfig_RenewIp");
}

inline Result<void> enableDefaultNtp()
{
    return detail::check(Networking_TimeSync_EnableDefaultNtp(),
                         "Networking_TimeSync_EnableDefaultNtp");
}

inline Result<void> enableAutomaticNtp(NtpOption option)
{
    return detail::check(
        Networking_TimeSync_EnableAutomaticNtp(static_cast<Networking_NtpOption>(option)),
        "Networking_TimeSync_EnableAutomaticNtp");
}

/// `secondary` may be nullptr.
inline Result<void> enableCustomNtp(const char* primary, const char* secondary, NtpOption option)
{
    return detail::check(Networking_TimeSync_EnableCustomNtp(
                             primary, secondary, static_cast<Networking_NtpOption>(option)),
                         "Networking_TimeSync_EnableCustomNtp");
}

/// About the last time synchronisation; times are UTC.
struct NtpSyncInfo {
    std::string server;
    std::tm timeBeforeSync;
    std::tm ntpTime;
};

inline Result<NtpSyncInfo> lastNtpSyncInfo()
{
    std::array<char, 256> server{}; // the longest name of a host, with its NUL
    std::size_t length = server.size();
    NtpSyncInfo info{};
    if (Networking_TimeSync_GetLastNtpSyncInfo(server.data(), &length, &info.timeBeforeSync,
                                               &info.ntpTime) != 0)
        return detail::lastError("Networking_TimeSync_GetLastNtpSyncInfo");
    info.server = server.data();
    return info;
}

inline Result<void> setTimeSyncEnabled(bool enabled)
{
    return detail::check(Networking_TimeSync_SetEnabled(enabled), "Networking_TimeSync_SetEnabled");
}

inline Result<bool> isTimeSyncEnabled()
{
    bool enabled = false;
    if (Networking_TimeSync_GetEnabled(&enabled) != 0)
        return detail::lastError("Networking_TimeSync_GetEnabled");
    return enabled;
}

} // namespace networking

} // namespace applibs
