// DHCP and SNTP servers for a private network: applibs/networking.h, which documents the calls.
#pragma once

#include <applibs/duration.hpp>
#include <applibs/networking.h>
#include <applibs/result.hpp>

#include <span>

namespace applibs::networking
{

/// Configuration of an SNTP server. Stays where it was made.
class SntpServerConfig
{
public:
    SntpServerConfig() { Networking_SntpServerConfig_Init(&m_config); }
    SntpServerConfig(const SntpServerConfig&) = delete;
    SntpServerConfig& operator=(const SntpServerConfig&) = delete;
    ~SntpServerConfig() { Networking_SntpServerConfig_Destroy(&m_config); }

    Result<void> start(const char* interface) const
    {
        return detail::check(Networking_SntpServer_Start(interface, &m_config),
                             "Networking_SntpServer_Start");
    }

private:
    Networking_SntpServerConfig m_config;
};

/// Which addresses a DHCP server hands out.
struct Lease {
    in_addr startIpAddress;
    std::uint8_t ipAddressCount;
    in_addr subnetMask;
    in_addr gatewayAddress; ///< 0: none
    std::chrono::hours time;
};

/// Configuration of a DHCP server. Stays where it was made.
class DhcpServerConfig
{
public:
    DhcpServerConfig() { Networking_DhcpServerConfig_Init(&m_config); }
    DhcpServerConfig(const DhcpServerConfig&) = delete;
    DhcpServerConfig& operator=(const DhcpServerConfig&) = delete;
    ~DhcpServerConfig() { Networking_DhcpServerConfig_Destroy(&m_config); }

    Result<void> setLease(const Lease& lease)
    {
        return detail::check(Networking_DhcpServerConfig_SetLease(
                                 &m_config, lease.startIpAddress, lease.ipAddressCount,
                                 lease.subnetMask, lease.gatewayAddress,
                                 detail::count<std::uint32_t>(lease.time)),
                             "Networking_DhcpServerConfig_SetLease");
    }

    Result<void> setNtpServerAddresses(std::span<const in_addr> addresses)
    {
        return detail::check(Networking_DhcpServerConfig_SetNtpServerAddresses(
                                 &m_config, addresses.data(), addresses.size()),
                             "Networking_DhcpServerConfig_SetNtpServerAddresses");
    }

    Result<void> start(const char* interface) const
    {
        return detail::check(Networking_DhcpServer_Start(interface, &m_config),
                             "Networking_DhcpServer_Start");
    }

private:
    Networking_DhcpServerConfig m_config;
};

} // namespace applibs::networking
