// applibs/wificonfig.h: not served yet. Each call fails with an errno that it documents, and says
// so once in the app's log.

#include "abi.hpp"
#include "pending.hpp"

#define _AZSPHERE_USE_DEPRECATED_API
#include <applibs/wificonfig.h>

using namespace perisphere::client;

PERISPHERE_EXPORT int WifiConfig_AddDuplicateNetwork(int, const char*)
{
    return failPending("WifiConfig_AddDuplicateNetwork", EAGAIN);
}

PERISPHERE_EXPORT int WifiConfig_AddNetwork(void)
{
    return failPending("WifiConfig_AddNetwork", EAGAIN);
}

PERISPHERE_EXPORT int WifiConfig_ForgetAllNetworks(void)
{
    return failPending("WifiConfig_ForgetAllNetworks", EAGAIN);
}

PERISPHERE_EXPORT int z__WifiConfig_ForgetNetwork(const struct z__WifiConfig_StoredNetwork_Base*)
{
    return failPending("z__WifiConfig_ForgetNetwork", EAGAIN);
}

PERISPHERE_EXPORT int WifiConfig_ForgetNetworkById(int)
{
    return failPending("WifiConfig_ForgetNetworkById", EAGAIN);
}

PERISPHERE_EXPORT int WifiConfig_GetConnectedNetworkId(void)
{
    return failPending("WifiConfig_GetConnectedNetworkId", EAGAIN);
}

PERISPHERE_EXPORT int z__WifiConfig_GetCurrentNetwork(struct z__WifiConfig_ConnectedNetwork_Base*,
                                                      uint32_t)
{
    return failPending("z__WifiConfig_GetCurrentNetwork", EAGAIN);
}

PERISPHERE_EXPORT int WifiConfig_GetNetworkIdByConfigName(const char*)
{
    return failPending("WifiConfig_GetNetworkIdByConfigName", EAGAIN);
}

PERISPHERE_EXPORT ssize_t z__WifiConfig_GetNetworkOpt(int, z__WifiConfig_Attribute, void*, size_t)
{
    return failPending("z__WifiConfig_GetNetworkOpt", EAGAIN);
}

PERISPHERE_EXPORT ssize_t
z__WifiConfig_GetScannedNetworks(struct z__WifiConfig_ScannedNetwork_Base*, size_t, uint32_t)
{
    return failPending("z__WifiConfig_GetScannedNetworks", EAGAIN);
}

PERISPHERE_EXPORT ssize_t WifiConfig_GetStoredNetworkCount(void)
{
    return failPending("WifiConfig_GetStoredNetworkCount", EAGAIN);
}

PERISPHERE_EXPORT ssize_t z__WifiConfig_GetStoredNetworks(struct z__WifiConfig_StoredNetwork_Base*,
                                                          size_t, uint32_t)
{
    return failPending("z__WifiConfig_GetStoredNetworks", EAGAIN);
}

PERISPHERE_EXPORT int z__WifiConfig_SetNetworkOpt(int, z__WifiConfig_Attribute, const void*, size_t)
{
    return failPending("z__WifiConfig_SetNetworkOpt", EAGAIN);
}

PERISPHERE_EXPORT int WifiConfig_StoreOpenNetwork(const uint8_t*, size_t)
{
    return failPending("WifiConfig_StoreOpenNetwork", EAGAIN);
}

PERISPHERE_EXPORT int WifiConfig_StoreWpa2Network(const uint8_t*, size_t, const char*, size_t)
{
    return failPending("WifiConfig_StoreWpa2Network", EAGAIN);
}

PERISPHERE_EXPORT ssize_t WifiConfig_TriggerScanAndGetScannedNetworkCount(void)
{
    return failPending("WifiConfig_TriggerScanAndGetScannedNetworkCount", EAGAIN);
}
