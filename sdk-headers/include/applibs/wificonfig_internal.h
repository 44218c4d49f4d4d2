// What applibs/wificonfig.h is made of. Not for apps.
#pragma once

#include <applibs/wificonfig.h>

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <applibs/certstore_structs.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Mark the structures: z__magicAndVersion is this, or'ed with the version.
#define z__WIFICONFIG_STORED_NETWORK_MAGIC 0xb22e0000
#define z__WIFICONFIG_CONNECTED_NETWORK_MAGIC 0x09ef0000
#define z__WIFICONFIG_SCANNED_NETWORK_MAGIC 0x7eb10000

/// What all versions of the structures begin with.
struct z__WifiConfig_StoredNetwork_Base {
    uint32_t z__magicAndVersion;
};
struct z__WifiConfig_ConnectedNetwork_Base {
    uint32_t z__magicAndVersion;
};
struct z__WifiConfig_ScannedNetwork_Base {
    uint32_t z__magicAndVersion;
};

/// What of a network, or of the whole configuration; one of those below.
typedef uint32_t z__WifiConfig_Attribute;

enum {
    z__WifiConfig_Attribute_SSID = 0,                        ///< bytes
    z__WifiConfig_Attribute_Security_Type = 1,               ///< WifiConfig_Security_Type
    z__WifiConfig_Attribute_Enable = 2,                      ///< bool
    z__WifiConfig_Attribute_Save = 3,                        ///< nothing; network -1
    z__WifiConfig_Attribute_Reload = 4,                      ///< nothing; network -1
    z__WifiConfig_Attribute_Preshared_Key = 5,               ///< characters
    z__WifiConfig_Attribute_Client_Identity = 6,             ///< text
    z__WifiConfig_Attribute_Client_CertStore_Identifier = 7, ///< text
    z__WifiConfig_Attribute_RootCA_CertStore_Identifier = 8, ///< text
    z__WifiConfig_Attribute_Targeted_Scan = 11,              ///< bool
    z__WifiConfig_Attribute_Config_Name = 12,                ///< text
    z__WifiConfig_Attribute_Network_Diagnostics32 = 22,      ///< WifiConfig_NetworkDiagnostics32
    z__WifiConfig_Attribute_Network_Diagnostics64 = 23,      ///< WifiConfig_NetworkDiagnostics64
    z__WifiConfig_Attribute_Network_Diagnostics = z__WifiConfig_Attribute_Network_Diagnostics64,
    /// bool; network -1. The number is this SDK's, beyond the original's; the original's is not
    /// known.
    z__WifiConfig_Attribute_Power_Savings = 0x10000
};

/// Behind WifiConfig_ForgetNetwork, which documents it. The version is read from the structure.
int z__WifiConfig_ForgetNetwork(const struct z__WifiConfig_StoredNetwork_Base* storedNetwork);

/// Behind WifiConfig_GetStoredNetworks, which documents it. The version gives the size of an
/// element; an unknown one is EINVAL. So in the two that follow.
ssize_t z__WifiConfig_GetStoredNetworks(struct z__WifiConfig_StoredNetwork_Base* storedNetworkArray,
                                        size_t storedNetworkArrayCount,
                                        uint32_t storedNetworkStructVersion);

/// Behind WifiConfig_GetScannedNetworks, which documents it.
ssize_t
z__WifiConfig_GetScannedNetworks(struct z__WifiConfig_ScannedNetwork_Base* scannedNetworkArray,
                                 size_t scannedNetworkArrayCount,
                                 uint32_t scannedNetworkStructVersion);

/// Behind WifiConfig_GetCurrentNetwork, which documents it.
int z__WifiConfig_GetCurrentNetwork(struct z__WifiConfig_ConnectedNetwork_Base* connectedNetwork,
                                    uint32_t connectedNetworkStructVersion);

/// Behind the functions that set something, which document what else it may give.
///
/// @param networkId         the network; -1 for what is not of one network
/// @param networkAttribute  what to set
/// @param attributeValue    its value
/// @param attributeLength   size of the value, bytes; 0 for texts, which end with a NUL
/// @return 0; or -1 with errno
///   - EFAULT    attributeValue is NULL and the attribute has a value
///   - EINVAL    the attribute or its value is unknown, or the network negative
///   - ERANGE    the value is too long
///   - EACCES    the manifest does not have the capability
///   - EAGAIN    Wi-Fi is not ready
///   - ENETDOWN  there is no Wi-Fi, or it is switched off
///   - ENODEV    there is no such network
///   - ENOSPC    there is no room to store the configuration
int z__WifiConfig_SetNetworkOpt(int networkId, z__WifiConfig_Attribute networkAttribute,
                                const void* attributeValue, size_t attributeLength);

/// Behind the functions that get something. With neither buffer nor capacity it gives the size
/// needed.
///
/// @return the number of bytes; or -1 with errno
///   - EFAULT    buffer is NULL and capacity is not 0
///   - EINVAL    the attribute is unknown, or the network negative
///   - ERANGE    capacity is too small
///   - EACCES    the manifest does not have the capability
///   - EAGAIN    Wi-Fi is not ready
///   - ENETDOWN  there is no Wi-Fi, or it is switched off
///   - ENODEV    there is no such network, or nothing to tell of it
ssize_t z__WifiConfig_GetNetworkOpt(int networkId, z__WifiConfig_Attribute networkAttribute,
                                    void* buffer, size_t capacity);

static inline ssize_t WifiConfig_GetStoredNetworks(WifiConfig_StoredNetwork* storedNetworkArray,
                                                   size_t storedNetworkArrayCount)
{
    return z__WifiConfig_GetStoredNetworks(
        (struct z__WifiConfig_StoredNetwork_Base*)storedNetworkArray, storedNetworkArrayCount,
        WIFICONFIG_STRUCTS_VERSION);
}

static inline ssize_t WifiConfig_GetScannedNetworks(WifiConfig_ScannedNetwork* scannedNetworkArray,
                                                    size_t scannedNetworkArrayCount)
{
    return z__WifiConfig_GetScannedNetworks(
        (struct z__WifiConfig_ScannedNetwork_Base*)scannedNetworkArray, scannedNetworkArrayCount,
        WIFICONFIG_STRUCTS_VERSION);
}

static inline int WifiConfig_GetCurrentNetwork(WifiConfig_ConnectedNetwork* connectedNetwork)
{
    return z__WifiConfig_GetCurrentNetwork(
        (struct z__WifiConfig_ConnectedNetwork_Base*)connectedNetwork, WIFICONFIG_STRUCTS_VERSION);
}

static inline int WifiConfig_ForgetNetwork(const WifiConfig_StoredNetwork* storedNetwork)
{
    return z__WifiConfig_ForgetNetwork(
        (const struct z__WifiConfig_StoredNetwork_Base*)storedNetwork);
}

static inline int WifiConfig_SetSSID(int networkId, const uint8_t* ssid, size_t ssidLength)
{
    return z__WifiConfig_SetNetworkOpt(networkId, z__WifiConfig_Attribute_SSID, ssid, ssidLength);
}

static inline int WifiConfig_SetSecurityType(int networkId, WifiConfig_Security_Type securityType)
{
    return z__WifiConfig_SetNetworkOpt(networkId, z__WifiConfig_Attribute_Security_Type,
                                       &securityType, sizeof(securityType));
}

static inline int WifiConfig_SetNetworkEnabled(int networkId, bool enabled)
{
    return z__WifiConfig_SetNetworkOpt(networkId, z__WifiConfig_Attribute_Enable, &enabled,
                                       sizeof(enabled));
}

static inline int WifiConfig_PersistConfig(void)
{
    return z__WifiConfig_SetNetworkOpt(-1, z__WifiConfig_Attribute_Save, NULL, 0);
}

static inline int WifiConfig_ReloadConfig(void)
{
    return z__WifiConfig_SetNetworkOpt(-1, z__WifiConfig_Attribute_Reload, NULL, 0);
}

static inline int WifiConfig_SetPSK(int networkId, const char* psk, size_t pskLength)
{
    return z__WifiConfig_SetNetworkOpt(networkId, z__WifiConfig_Attribute_Preshared_Key, psk,
                                       pskLength);
}

static inline int WifiConfig_SetClientIdentity(int networkId, const char* identity)
{
    return z__WifiConfig_SetNetworkOpt(networkId, z__WifiConfig_Attribute_Client_Identity, identity,
                                       0);
}

/// What the functions that get a structure have in common.
static inline int z__WifiConfig_GetStruct(int networkId, z__WifiConfig_Attribute networkAttribute,
                                          void* buffer, size_t capacity)
{
    if (buffer == NULL) {
        errno = EFAULT;
        return -1;
    }
    return z__WifiConfig_GetNetworkOpt(networkId, networkAttribute, buffer, capacity) < 0 ? -1 : 0;
}

static inline int WifiConfig_GetClientIdentity(int networkId,
                                               WifiConfig_ClientIdentity* outIdentity)
{
    return z__WifiConfig_GetStruct(networkId, z__WifiConfig_Attribute_Client_Identity, outIdentity,
                                   sizeof(*outIdentity));
}

/// Gets the identifier of a network's certificate, of the client or of the root CA.
static inline int z__WifiConfig_GetCertificateIdentifier(int networkId,
                                                         z__WifiConfig_Attribute certificate_type,
                                                         CertStore_Identifier* outIdentifier)
{
    if (outIdentifier != NULL &&
        certificate_type != z__WifiConfig_Attribute_Client_CertStore_Identifier &&
        certificate_type != z__WifiConfig_Attribute_RootCA_CertStore_Identifier) {
        errno = EINVAL;
        return -1;
    }
    return z__WifiConfig_GetStruct(networkId, certificate_type, outIdentifier,
                                   sizeof(*outIdentifier));
}

static inline int WifiConfig_SetClientCertStoreIdentifier(int networkId,
                                                          const char* certStoreIdentifier)
{
    return z__WifiConfig_SetNetworkOpt(
        networkId, z__WifiConfig_Attribute_Client_CertStore_Identifier, certStoreIdentifier, 0);
}

static inline int WifiConfig_GetClientCertStoreIdentifier(int networkId,
                                                          CertStore_Identifier* outIdentifier)
{
    return z__WifiConfig_GetCertificateIdentifier(
        networkId, z__WifiConfig_Attribute_Client_CertStore_Identifier, outIdentifier);
}

static inline int WifiConfig_SetRootCACertStoreIdentifier(int networkId,
                                                          const char* certStoreIdentifier)
{
    return z__WifiConfig_SetNetworkOpt(
        networkId, z__WifiConfig_Attribute_RootCA_CertStore_Identifier, certStoreIdentifier, 0);
}

static inline int WifiConfig_GetRootCACertStoreIdentifier(int networkId,
                                                          CertStore_Identifier* outIdentifier)
{
    return z__WifiConfig_GetCertificateIdentifier(
        networkId, z__WifiConfig_Attribute_RootCA_CertStore_Identifier, outIdentifier);
}

static inline int WifiConfig_SetTargetedScanEnabled(int networkId, bool enabled)
{
    return z__WifiConfig_SetNetworkOpt(networkId, z__WifiConfig_Attribute_Targeted_Scan, &enabled,
                                       sizeof(enabled));
}

static inline int WifiConfig_SetConfigName(int networkId, const char* configName)
{
    return z__WifiConfig_SetNetworkOpt(networkId, z__WifiConfig_Attribute_Config_Name, configName,
                                       0);
}

static inline int
WifiConfig_GetNetworkDiagnostics(int networkId, WifiConfig_NetworkDiagnostics* networkDiagnostics)
{
    return z__WifiConfig_GetStruct(networkId, z__WifiConfig_Attribute_Network_Diagnostics,
                                   networkDiagnostics, sizeof(*networkDiagnostics));
}

static inline int WifiConfig_SetPowerSavingsEnabled(bool enabled)
{
    return z__WifiConfig_SetNetworkOpt(-1, z__WifiConfig_Attribute_Power_Savings, &enabled,
                                       sizeof(enabled));
}

#ifdef __cplusplus
}
#endif
