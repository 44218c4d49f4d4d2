// applibs/networking.h: not served yet. Each call fails with an errno that it documents, and says
// so once in the app's log.

#include "abi.hpp"
#include "pending.hpp"

#include <applibs/networking.h>

using namespace perisphere::client;

PERISPHERE_EXPORT void Networking_DhcpServerConfig_Destroy(Networking_DhcpServerConfig*)
{
    reportPending("Networking_DhcpServerConfig_Destroy");
}

PERISPHERE_EXPORT void Networking_DhcpServerConfig_Init(Networking_DhcpServerConfig*)
{
    reportPending("Networking_DhcpServerConfig_Init");
}

PERISPHERE_EXPORT int Networking_DhcpServerConfig_SetLease(Networking_DhcpServerConfig*,
                                                           struct in_addr, uint8_t, struct in_addr,
                                                           struct in_addr, uint32_t)
{
    return failPending("Networking_DhcpServerConfig_SetLease", EINVAL);
}

PERISPHERE_EXPORT int
Networking_DhcpServerConfig_SetNtpServerAddresses(Networking_DhcpServerConfig*,
                                                  const struct in_addr*, size_t)
{
    return failPending("Networking_DhcpServerConfig_SetNtpServerAddresses", EINVAL);
}

PERISPHERE_EXPORT int Networking_DhcpServer_Start(const char*, const Networking_DhcpServerConfig*)
{
    return failPending("Networking_DhcpServer_Start", EAGAIN);
}

PERISPHERE_EXPORT int Networking_GetInterfaceConnectionStatus(const char*,
                                                              Networking_InterfaceConnectionStatus*)
{
    return failPending("Networking_GetInterfaceConnectionStatus", EAGAIN);
}

PERISPHERE_EXPORT ssize_t Networking_GetInterfaceCount(void)
{
    return failPending("Networking_GetInterfaceCount", EAGAIN);
}

PERISPHERE_EXPORT ssize_t z__Networking_GetInterfaceOpt(const char*, z__Networking_Attribute, void*,
                                                        size_t)
{
    return failPending("z__Networking_GetInterfaceOpt", EAGAIN);
}

PERISPHERE_EXPORT ssize_t z__Networking_GetInterfaces(struct z__Networking_NetworkInterface_Base*,
                                                      size_t, uint32_t)
{
    return failPending("z__Networking_GetInterfaces", EAGAIN);
}

PERISPHERE_EXPORT int Networking_IpConfig_Apply(const char*, const Networking_IpConfig*)
{
    return failPending("Networking_IpConfig_Apply", EAGAIN);
}

PERISPHERE_EXPORT void Networking_IpConfig_Destroy(Networking_IpConfig*)
{
    reportPending("Networking_IpConfig_Destroy");
}

PERISPHERE_EXPORT void Networking_IpConfig_EnableAutomaticDns(Networking_IpConfig*)
{
    reportPending("Networking_IpConfig_EnableAutomaticDns");
}

PERISPHERE_EXPORT int Networking_IpConfig_EnableCustomDns(Networking_IpConfig*,
                                                          const struct in_addr*, size_t)
{
    return failPending("Networking_IpConfig_EnableCustomDns", EINVAL);
}

PERISPHERE_EXPORT void Networking_IpConfig_EnableDynamicIp(Networking_IpConfig*)
{
    reportPending("Networking_IpConfig_EnableDynamicIp");
}

PERISPHERE_EXPORT void Networking_IpConfig_EnableStaticIp(Networking_IpConfig*, struct in_addr,
                                                          struct in_addr, struct in_addr)
{
    reportPending("Networking_IpConfig_EnableStaticIp");
}

PERISPHERE_EXPORT void Networking_IpConfig_Init(Networking_IpConfig*)
{
    reportPending("Networking_IpConfig_Init");
}

PERISPHERE_EXPORT int Networking_IpConfig_ReleaseIp(const char*)
{
    return failPending("Networking_IpConfig_ReleaseIp", EACCES);
}

PERISPHERE_EXPORT int Networking_IpConfig_RenewIp(const char*)
{
    return failPending("Networking_IpConfig_RenewIp", EACCES);
}

PERISPHERE_EXPORT int Networking_IsNetworkingReady(bool* outIsNetworkingReady)
{
    if (outIsNetworkingReady == nullptr)
        return fail(EFAULT);
    *outIsNetworkingReady = false; // there is no network yet
    return 0;
}

PERISPHERE_EXPORT int Networking_Proxy_Apply(const Networking_ProxyConfig*)
{
    return failPending("Networking_Proxy_Apply", EACCES);
}

PERISPHERE_EXPORT Networking_ProxyConfig* Networking_Proxy_Create(void)
{
    return failPendingWithNull("Networking_Proxy_Create", ENOMEM);
}

PERISPHERE_EXPORT void Networking_Proxy_Destroy(Networking_ProxyConfig*)
{
    reportPending("Networking_Proxy_Destroy");
}

PERISPHERE_EXPORT int Networking_Proxy_Get(Networking_ProxyConfig*)
{
    return failPending("Networking_Proxy_Get", EACCES);
}

PERISPHERE_EXPORT Networking_ProxyAuthType
Networking_Proxy_GetAuthType(const Networking_ProxyConfig*)
{
    return static_cast<Networking_ProxyAuthType>(
        failPending("Networking_Proxy_GetAuthType", EFAULT));
}

PERISPHERE_EXPORT const char* Networking_Proxy_GetNoProxyAddresses(const Networking_ProxyConfig*)
{
    return failPendingWithNull("Networking_Proxy_GetNoProxyAddresses", EFAULT);
}

PERISPHERE_EXPORT const char* Networking_Proxy_GetProxyAddress(const Networking_ProxyConfig*)
{
    return failPendingWithNull("Networking_Proxy_GetProxyAddress", EFAULT);
}

PERISPHERE_EXPORT int Networking_Proxy_GetProxyOptions(const Networking_ProxyConfig*,
                                                       Networking_ProxyOptions*)
{
    return failPending("Networking_Proxy_GetProxyOptions", EFAULT);
}

PERISPHERE_EXPORT const char* Networking_Proxy_GetProxyPassword(const Networking_ProxyConfig*)
{
    return failPendingWithNull("Networking_Proxy_GetProxyPassword", EFAULT);
}

PERISPHERE_EXPORT int Networking_Proxy_GetProxyPort(const Networking_ProxyConfig*, uint16_t*)
{
    return failPending("Networking_Proxy_GetProxyPort", EFAULT);
}

PERISPHERE_EXPORT int Networking_Proxy_GetProxyStatus(Networking_ProxyStatus*)
{
    return failPending("Networking_Proxy_GetProxyStatus", EFAULT);
}

PERISPHERE_EXPORT Networking_ProxyType Networking_Proxy_GetProxyType(const Networking_ProxyConfig*)
{
    return static_cast<Networking_ProxyType>(failPending("Networking_Proxy_GetProxyType", EFAULT));
}

PERISPHERE_EXPORT const char* Networking_Proxy_GetProxyUsername(const Networking_ProxyConfig*)
{
    return failPendingWithNull("Networking_Proxy_GetProxyUsername", EFAULT);
}

PERISPHERE_EXPORT int Networking_Proxy_SetAnonymousAuthentication(Networking_ProxyConfig*)
{
    return failPending("Networking_Proxy_SetAnonymousAuthentication", EFAULT);
}

PERISPHERE_EXPORT int Networking_Proxy_SetBasicAuthentication(Networking_ProxyConfig*, const char*,
                                                              const char*)
{
    return failPending("Networking_Proxy_SetBasicAuthentication", EFAULT);
}

PERISPHERE_EXPORT int Networking_Proxy_SetProxyAddress(Networking_ProxyConfig*, const char*,
                                                       uint16_t)
{
    return failPending("Networking_Proxy_SetProxyAddress", EFAULT);
}

PERISPHERE_EXPORT int Networking_Proxy_SetProxyNoProxyAddresses(Networking_ProxyConfig*,
                                                                const char*)
{
    return failPending("Networking_Proxy_SetProxyNoProxyAddresses", EFAULT);
}

PERISPHERE_EXPORT int Networking_Proxy_SetProxyOptions(Networking_ProxyConfig*,
                                                       Networking_ProxyOptions)
{
    return failPending("Networking_Proxy_SetProxyOptions", EFAULT);
}

PERISPHERE_EXPORT int z__Networking_SetInterfaceOpt(const char*, z__Networking_Attribute,
                                                    const void*, size_t)
{
    return failPending("z__Networking_SetInterfaceOpt", EAGAIN);
}

PERISPHERE_EXPORT int Networking_SetInterfaceState(const char*, bool)
{
    return failPending("Networking_SetInterfaceState", EAGAIN);
}

PERISPHERE_EXPORT void Networking_SntpServerConfig_Destroy(Networking_SntpServerConfig*)
{
    reportPending("Networking_SntpServerConfig_Destroy");
}

PERISPHERE_EXPORT void Networking_SntpServerConfig_Init(Networking_SntpServerConfig*)
{
    reportPending("Networking_SntpServerConfig_Init");
}

PERISPHERE_EXPORT int Networking_SntpServer_Start(const char*, const Networking_SntpServerConfig*)
{
    return failPending("Networking_SntpServer_Start", EAGAIN);
}

PERISPHERE_EXPORT int Networking_TimeSync_EnableAutomaticNtp(Networking_NtpOption)
{
    return failPending("Networking_TimeSync_EnableAutomaticNtp", EACCES);
}

PERISPHERE_EXPORT int Networking_TimeSync_EnableCustomNtp(const char*, const char*,
                                                          Networking_NtpOption)
{
    return failPending("Networking_TimeSync_EnableCustomNtp", EACCES);
}

PERISPHERE_EXPORT int Networking_TimeSync_EnableDefaultNtp(void)
{
    return failPending("Networking_TimeSync_EnableDefaultNtp", EACCES);
}

PERISPHERE_EXPORT int Networking_TimeSync_GetEnabled(bool*)
{
    return failPending("Networking_TimeSync_GetEnabled", EAGAIN);
}

PERISPHERE_EXPORT int Networking_TimeSync_GetLastNtpSyncInfo(char*, size_t*, struct tm*, struct tm*)
{
    return failPending("Networking_TimeSync_GetLastNtpSyncInfo", ENOENT);
}

PERISPHERE_EXPORT int Networking_TimeSync_SetEnabled(bool)
{
    return failPending("Networking_TimeSync_SetEnabled", EAGAIN);
}
