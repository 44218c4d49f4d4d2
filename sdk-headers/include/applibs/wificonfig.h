// Wi-Fi networks: those that the device knows, sees and is connected to.
//
// A network is named by an ID, a small number. IDs may change when networks are added or removed
// and after a restart; an app finds its network again by the configuration's name.
//
// Changes act at once, on the running configuration. WifiConfig_PersistConfig stores it;
// WifiConfig_ReloadConfig, and a restart, return to what is stored. Where something is stored at
// once the function says so.
//
// Typically: WifiConfig_AddNetwork, WifiConfig_SetSSID, WifiConfig_SetSecurityType,
// WifiConfig_SetPSK, WifiConfig_SetConfigName, WifiConfig_SetNetworkEnabled,
// WifiConfig_PersistConfig. For EAP-TLS, in place of the key: WifiConfig_SetClientIdentity,
// WifiConfig_SetClientCertStoreIdentifier and WifiConfig_SetRootCACertStoreIdentifier, with
// certificates of applibs/certstore.h.
//
// Each function needs the capability WifiConfig, or EnterpriseWifiConfig where it says so.
//
// An app may define WIFICONFIG_STRUCTS_VERSION, which version of the structures it is written for,
// before it includes this header. There is only version 1.
//
// Threads: not promised; call from one. API sets: all, unless a function says otherwise.
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#include <applibs/applibs_internal_api_traits.h>
#include <applibs/certstore_structs.h>
#include <applibs/wificonfig_structs_v1.h>

#if !defined(WIFICONFIG_STRUCTS_VERSION)
#define WIFICONFIG_STRUCTS_VERSION 1
#endif

#ifdef __cplusplus
extern "C" {
#endif

#if WIFICONFIG_STRUCTS_VERSION == 1
/// A network that the device knows.
typedef struct z__WifiConfig_StoredNetwork_v1 WifiConfig_StoredNetwork;
/// The network that the device is connected to.
typedef struct z__WifiConfig_ConnectedNetwork_v1 WifiConfig_ConnectedNetwork;
/// A network that a scan found.
typedef struct z__WifiConfig_ScannedNetwork_v1 WifiConfig_ScannedNetwork;
#else
#error "WIFICONFIG_STRUCTS_VERSION must be 1: applibs/wificonfig.h has no other version"
#endif

/// Why the device last failed to connect to a network.
typedef WifiConfig_NetworkDiagnostics64 WifiConfig_NetworkDiagnostics;

// -- The list of networks ------------------------------------------------------------------------

/// Adds a network to the running configuration: without name or key, and switched off.
///
/// @return its ID; or -1 with errno
///   - EACCES    the manifest does not have "WifiConfig"
///   - EAGAIN    Wi-Fi is not ready
///   - ENETDOWN  there is no Wi-Fi, or it is switched off
///   - ENOMEM    there are too many networks
///
/// Capability: WifiConfig.
int WifiConfig_AddNetwork(void);

/// Adds a copy of a network to the running configuration, with its key and certificates, switched
/// off. Later changes to one do not reach the other.
///
/// @param networkId   the network to copy
/// @param configName  name of the copy, 1 to WIFICONFIG_CONFIG_NAME_MAX_LENGTH characters
/// @return the ID of the copy; or -1 with errno
///   - EFAULT    configName is NULL
///   - ERANGE    it is empty or too long
///   - EINVAL    networkId is negative
///   - EACCES    the manifest does not have "WifiConfig"
///   - EAGAIN    Wi-Fi is not ready
///   - ENETDOWN  there is no Wi-Fi, or it is switched off
///   - ENODEV    there is no such network
///   - EEXIST    another network has that name
///   - ENOMEM    there are too many networks
///
/// Capability: WifiConfig.
int WifiConfig_AddDuplicateNetwork(int networkId, const char* configName);

/// Removes a network from the running configuration; disconnects from it.
///
/// @param networkId  the network
/// @return 0; or -1 with errno
///   - EINVAL    networkId is negative
///   - EACCES    the manifest does not have "WifiConfig"
///   - EAGAIN    Wi-Fi is not ready
///   - ENETDOWN  there is no Wi-Fi, or it is switched off
///   - ENODEV    there is no such network
///
/// Capability: WifiConfig.
int WifiConfig_ForgetNetworkById(int networkId);

/// Removes all networks, from the stored configuration too.
///
/// @return 0; or -1 with errno
///   - EACCES    the manifest does not have "WifiConfig"
///   - EAGAIN    Wi-Fi is not ready
///   - ENETDOWN  there is no Wi-Fi, or it is switched off
///
/// Capability: WifiConfig.
int WifiConfig_ForgetAllNetworks(void);

/// Gives the number of networks that the device knows.
///
/// @return the number; or -1 with errno
///   - EACCES    the manifest does not have "WifiConfig"
///   - EAGAIN    Wi-Fi is not ready
///   - ENETDOWN  there is no Wi-Fi, or it is switched off
///
/// Capability: WifiConfig.
ssize_t WifiConfig_GetStoredNetworkCount(void);

/// Describes the networks that the device knows.
///
/// @param storedNetworkArray       receives the descriptions
/// @param storedNetworkArrayCount  elements of the array, not 0
/// @return the number of elements written; or -1 with errno
///   - EFAULT    the array is NULL
///   - ERANGE    it has no elements
///   - EACCES    the manifest does not have "WifiConfig"
///   - EAGAIN    Wi-Fi is not ready
///   - ENETDOWN  there is no Wi-Fi, or it is switched off
///
/// Capability: WifiConfig.
static inline ssize_t WifiConfig_GetStoredNetworks(WifiConfig_StoredNetwork* storedNetworkArray,
                                                   size_t storedNetworkArrayCount);

/// Gives the ID of a network by the name of its configuration.
///
/// @param configName  the name
/// @return the ID; or -1 with errno
///   - EFAULT    configName is NULL
///   - ERANGE    it is too long
///   - EACCES    the manifest does not have "WifiConfig"
///   - EAGAIN    Wi-Fi is not ready
///   - ENETDOWN  there is no Wi-Fi, or it is switched off
///   - ENODEV    no network has that name
///
/// Capability: WifiConfig.
int WifiConfig_GetNetworkIdByConfigName(const char* configName);

/// Stores the running configuration. Each network needs an SSID.
///
/// @return 0; or -1 with errno
///   - EINVAL    a network has no SSID
///   - EACCES    the manifest does not have "WifiConfig"
///   - EAGAIN    Wi-Fi is not ready
///   - ENETDOWN  there is no Wi-Fi, or it is switched off
///   - ENOSPC    there is no room for so many networks
///
/// Capability: WifiConfig.
static inline int WifiConfig_PersistConfig(void);

/// Returns to the stored configuration: what was not stored is gone, the device disconnects and
/// connects anew. Needed after changes of the certificate store.
///
/// @return 0; or -1 with errno
///   - EACCES    the manifest does not have "WifiConfig"
///   - EAGAIN    Wi-Fi is not ready
///   - ENETDOWN  there is no Wi-Fi, or it is switched off
///
/// Capability: WifiConfig.
static inline int WifiConfig_ReloadConfig(void);

// -- Settings of a network -----------------------------------------------------------------------

/// Sets the name of the network to connect to.
///
/// @param networkId   the network
/// @param ssid        name: bytes, not text
/// @param ssidLength  number of bytes, 1 to WIFICONFIG_SSID_MAX_LENGTH
/// @return 0; or -1 with errno
///   - EFAULT    ssid is NULL
///   - ERANGE    ssidLength is 0 or too large
///   - EINVAL    networkId is negative
///   - EACCES    the manifest does not have "WifiConfig"
///   - EAGAIN    Wi-Fi is not ready
///   - ENETDOWN  there is no Wi-Fi, or it is switched off
///   - ENODEV    there is no such network
///
/// Capability: WifiConfig.
static inline int WifiConfig_SetSSID(int networkId, const uint8_t* ssid, size_t ssidLength);

/// Sets how the network is secured.
///
/// @param networkId     the network
/// @param securityType  WifiConfig_Security, not Unknown
/// @return 0; or -1 with errno
///   - EINVAL    networkId is negative, or there is no such security
///   - EACCES    the manifest does not have the capability
///   - EAGAIN    Wi-Fi is not ready
///   - ENETDOWN  there is no Wi-Fi, or it is switched off
///   - ENODEV    there is no such network
///
/// Capability: WifiConfig; EnterpriseWifiConfig too for WifiConfig_Security_Wpa2_EAP_TLS.
static inline int WifiConfig_SetSecurityType(int networkId, WifiConfig_Security_Type securityType);

/// Sets the key of a network with WPA2.
///
/// @param networkId  the network
/// @param psk        8 to 63 characters, or 64 hexadecimal digits
/// @param pskLength  number of characters
/// @return 0; or -1 with errno
///   - EFAULT    psk is NULL
///   - ERANGE    pskLength is above WIFICONFIG_WPA2_KEY_MAX_BUFFER_SIZE
///   - EINVAL    networkId is negative
///   - EACCES    the manifest does not have "WifiConfig"
///   - EAGAIN    Wi-Fi is not ready
///   - ENETDOWN  there is no Wi-Fi, or it is switched off
///   - ENODEV    there is no such network
///
/// Capability: WifiConfig.
static inline int WifiConfig_SetPSK(int networkId, const char* psk, size_t pskLength);

/// Switches a network on or off: whether the device may connect to it.
///
/// @param networkId  the network
/// @param enabled    true for on
/// @return 0; or -1 with errno
///   - EINVAL    networkId is negative
///   - EACCES    the manifest does not have "WifiConfig"
///   - EAGAIN    Wi-Fi is not ready
///   - ENETDOWN  there is no Wi-Fi, or it is switched off
///   - ENODEV    there is no such network
///
/// Capability: WifiConfig.
static inline int WifiConfig_SetNetworkEnabled(int networkId, bool enabled);

/// Switches asking for the network by name on or off, which finds networks that hide theirs, and
/// tells anyone near the name. Off at first.
///
/// @param networkId  the network
/// @param enabled    true for on
/// @return 0; or -1 with errno
///   - EINVAL    networkId is negative
///   - EACCES    the manifest does not have "WifiConfig"
///   - EAGAIN    Wi-Fi is not ready
///   - ENETDOWN  there is no Wi-Fi, or it is switched off
///   - ENODEV    there is no such network
///
/// Capability: WifiConfig.
static inline int WifiConfig_SetTargetedScanEnabled(int networkId, bool enabled);

/// Names the configuration of a network. A name should be used once.
///
/// @param networkId   the network
/// @param configName  the name, 1 to WIFICONFIG_CONFIG_NAME_MAX_LENGTH characters
/// @return 0; or -1 with errno
///   - EFAULT    configName is NULL
///   - ERANGE    it is too long
///   - EINVAL    networkId is negative
///   - EACCES    the manifest does not have "WifiConfig"
///   - EAGAIN    Wi-Fi is not ready
///   - ENETDOWN  there is no Wi-Fi, or it is switched off
///   - ENODEV    there is no such network
///   - EEXIST    another network has that name
///
/// Capability: WifiConfig.
static inline int WifiConfig_SetConfigName(int networkId, const char* configName);

// -- Settings of a network with EAP-TLS ----------------------------------------------------------

/// Sets who the device is to the network.
///
/// @param networkId  the network
/// @param identity   text, up to WIFICONFIG_EAP_IDENTITY_MAX_LENGTH characters
/// @return 0; or -1 with errno
///   - EFAULT    identity is NULL
///   - ERANGE    it is too long
///   - EINVAL    networkId is negative
///   - EACCES    the manifest does not have "EnterpriseWifiConfig"
///   - EAGAIN    Wi-Fi is not ready
///   - ENETDOWN  there is no Wi-Fi, or it is switched off
///   - ENODEV    there is no such network
///
/// Capability: EnterpriseWifiConfig.
static inline int WifiConfig_SetClientIdentity(int networkId, const char* identity);

/// Tells who the device is to the network.
///
/// @param networkId    the network
/// @param outIdentity  receives the text
/// @return 0; or -1 with errno
///   - EFAULT    outIdentity is NULL
///   - EINVAL    networkId is negative
///   - EACCES    the manifest does not have "EnterpriseWifiConfig"
///   - EAGAIN    Wi-Fi is not ready
///   - ENETDOWN  there is no Wi-Fi, or it is switched off
///   - ENODEV    there is no such network
///
/// Capability: EnterpriseWifiConfig.
static inline int WifiConfig_GetClientIdentity(int networkId,
                                               WifiConfig_ClientIdentity* outIdentity);

/// Sets by which certificate the device proves who it is.
///
/// @param networkId            the network
/// @param certStoreIdentifier  name in the certificate store
/// @return 0; or -1 with errno
///   - EFAULT    certStoreIdentifier is NULL
///   - ERANGE    it is too long
///   - EINVAL    networkId is negative
///   - EACCES    the manifest does not have "EnterpriseWifiConfig"
///   - EAGAIN    Wi-Fi is not ready
///   - ENETDOWN  there is no Wi-Fi, or it is switched off
///   - ENODEV    there is no such network
///
/// Capability: EnterpriseWifiConfig.
static inline int WifiConfig_SetClientCertStoreIdentifier(int networkId,
                                                          const char* certStoreIdentifier);

/// Tells by which certificate the device proves who it is.
///
/// @param networkId      the network
/// @param outIdentifier  receives the name in the certificate store
/// @return 0; or -1 with errno
///   - EFAULT    outIdentifier is NULL
///   - EINVAL    networkId is negative
///   - EACCES    the manifest does not have "EnterpriseWifiConfig"
///   - EAGAIN    Wi-Fi is not ready
///   - ENETDOWN  there is no Wi-Fi, or it is switched off
///   - ENODEV    there is no such network
///
/// Capability: EnterpriseWifiConfig.
static inline int WifiConfig_GetClientCertStoreIdentifier(int networkId,
                                                          CertStore_Identifier* outIdentifier);

/// Sets by which root CA certificate the network has to prove who it is. Without one the device
/// trusts any server.
///
/// @param networkId            the network
/// @param certStoreIdentifier  name in the certificate store
/// @return 0; or -1 with errno
///   - EFAULT    certStoreIdentifier is NULL
///   - ERANGE    it is too long
///   - EINVAL    networkId is negative
///   - EACCES    the manifest does not have "EnterpriseWifiConfig"
///   - EAGAIN    Wi-Fi is not ready
///   - ENETDOWN  there is no Wi-Fi, or it is switched off
///   - ENODEV    there is no such network
///
/// Capability: EnterpriseWifiConfig.
static inline int WifiConfig_SetRootCACertStoreIdentifier(int networkId,
                                                          const char* certStoreIdentifier);

/// Tells by which root CA certificate the network has to prove who it is.
///
/// @param networkId      the network
/// @param outIdentifier  receives the name in the certificate store
/// @return 0; or -1 with errno
///   - EFAULT    outIdentifier is NULL
///   - EINVAL    networkId is negative
///   - EACCES    the manifest does not have "EnterpriseWifiConfig"
///   - EAGAIN    Wi-Fi is not ready
///   - ENETDOWN  there is no Wi-Fi, or it is switched off
///   - ENODEV    there is no such network
///
/// Capability: EnterpriseWifiConfig.
static inline int WifiConfig_GetRootCACertStoreIdentifier(int networkId,
                                                          CertStore_Identifier* outIdentifier);

// -- Connection and scan -------------------------------------------------------------------------

/// Describes the network that the device is connected to.
///
/// @param connectedNetwork  receives the description
/// @return 0; or -1 with errno
///   - EFAULT    connectedNetwork is NULL
///   - EACCES    the manifest does not have "WifiConfig"
///   - EAGAIN    Wi-Fi is not ready
///   - ENETDOWN  there is no Wi-Fi, or it is switched off
///   - ENODATA   it is connected to none
///
/// Capability: WifiConfig.
static inline int WifiConfig_GetCurrentNetwork(WifiConfig_ConnectedNetwork* connectedNetwork);

/// Gives the ID of the network that the device is connected to.
///
/// @return the ID; or -1 with errno
///   - EACCES    the manifest does not have "WifiConfig"
///   - EAGAIN    Wi-Fi is not ready
///   - ENETDOWN  there is no Wi-Fi, or it is switched off
///   - ENOTCONN  it is connected to none
///
/// Capability: WifiConfig.
int WifiConfig_GetConnectedNetworkId(void);

/// Looks for networks, which takes seconds, and keeps what it finds until the next scan.
///
/// @return the number of networks found; or -1 with errno
///   - EACCES    the manifest does not have "WifiConfig"
///   - EAGAIN    Wi-Fi is not ready
///   - ENETDOWN  there is no Wi-Fi, or it is switched off
///
/// Capability: WifiConfig.
ssize_t WifiConfig_TriggerScanAndGetScannedNetworkCount(void);

/// Describes the networks that the last scan found, without another scan. One that several access
/// points serve is there several times.
///
/// @param scannedNetworkArray       receives the descriptions
/// @param scannedNetworkArrayCount  elements of the array, not 0
/// @return the number of elements written; or -1 with errno
///   - EFAULT    the array is NULL
///   - ERANGE    it has no elements
///   - EACCES    the manifest does not have "WifiConfig"
///   - EAGAIN    Wi-Fi is not ready
///   - ENETDOWN  there is no Wi-Fi, or it is switched off
///
/// Capability: WifiConfig.
static inline ssize_t WifiConfig_GetScannedNetworks(WifiConfig_ScannedNetwork* scannedNetworkArray,
                                                    size_t scannedNetworkArrayCount);

/// Tells why the device last failed to connect to a network.
///
/// error is 1 connection failed, 2 network not found, 3 no key, 4 wrong key, 5 authentication
/// failed, 6 another security, 7 frequency not allowed, 8 kind of network, 9 not supported, 10 not
/// WPA2. For 5, certError is 0 unspecified, 1 untrusted, 2 revoked, 3 not yet valid, 4 expired, 5
/// and 6 subject does not match, 7 bad certificate, 8 probe of the server's chain, 9 and 10 domain
/// does not match, 11 key too short, 100 certificate not found, 101 root CA, 102 client
/// certificate, 103 client identity.
///
/// @param networkId           the network
/// @param networkDiagnostics  receives the cause
/// @return 0; or -1 with errno
///   - EFAULT    networkDiagnostics is NULL
///   - EINVAL    networkId is negative
///   - EACCES    the manifest does not have "WifiConfig"
///   - EAGAIN    Wi-Fi is not ready
///   - ENODEV    there was no failure, or there is no such network
///
/// Capability: WifiConfig.
static inline int
WifiConfig_GetNetworkDiagnostics(int networkId, WifiConfig_NetworkDiagnostics* networkDiagnostics);

/// Switches saving power on the Wi-Fi interface on or off, for all networks. Off at first.
///
/// @param enabled  true for on
/// @return 0; or -1 with errno
///   - EACCES    the manifest does not have "WifiConfig"
///   - EAGAIN    Wi-Fi is not ready
///   - ENETDOWN  there is no Wi-Fi, or it is switched off
///
/// Capability: WifiConfig. API sets: later than 5 (about 12).
static inline int WifiConfig_SetPowerSavingsEnabled(bool enabled);

// -- Kept for older apps: known and stored at once -----------------------------------------------

/// Adds an open network, switched on, and stores it.
///
/// @param ssid        name: bytes, not text
/// @param ssidLength  number of bytes, 1 to WIFICONFIG_SSID_MAX_LENGTH
/// @return 0; or -1 with errno
///   - EFAULT    ssid is NULL
///   - ERANGE    ssidLength is 0 or too large
///   - EACCES    the manifest does not have "WifiConfig"
///   - EAGAIN    Wi-Fi is not ready
///   - ENETDOWN  there is no Wi-Fi, or it is switched off
///   - EEXIST    it is known already
///   - ENOSPC    there is no room to store it
///
/// Capability: WifiConfig.
int WifiConfig_StoreOpenNetwork(const uint8_t* ssid, size_t ssidLength)
    _AZSPHERE_DEPRECATED_BY(WifiConfig_AddNetwork);

/// Adds a network with WPA2, switched on, and stores it.
///
/// @param ssid        name: bytes, not text
/// @param ssidLength  number of bytes, 1 to WIFICONFIG_SSID_MAX_LENGTH
/// @param psk         key: 8 to 63 characters, or 64 hexadecimal digits
/// @param pskLength   number of characters
/// @return 0; or -1 with errno
///   - EFAULT    ssid or psk is NULL
///   - ERANGE    a length is 0 or too large
///   - EACCES    the manifest does not have "WifiConfig"
///   - EAGAIN    Wi-Fi is not ready
///   - ENETDOWN  there is no Wi-Fi, or it is switched off
///   - EEXIST    it is known already
///   - ENOSPC    there is no room to store it
///
/// Capability: WifiConfig.
int WifiConfig_StoreWpa2Network(const uint8_t* ssid, size_t ssidLength, const char* psk,
                                size_t pskLength) _AZSPHERE_DEPRECATED_BY(WifiConfig_AddNetwork);

/// Removes a network, from the stored configuration too.
///
/// @param storedNetwork  the network, as WifiConfig_GetStoredNetworks described it
/// @return 0; or -1 with errno
///   - EFAULT    storedNetwork is NULL
///   - EINVAL    it did not come from WifiConfig_GetStoredNetworks
///   - EACCES    the manifest does not have "WifiConfig"
///   - EAGAIN    Wi-Fi is not ready
///   - ENETDOWN  there is no Wi-Fi, or it is switched off
///   - ENOENT    there is no such network
///   - ENOSPC    there is no room to store the change
///
/// Capability: WifiConfig.
static inline int WifiConfig_ForgetNetwork(const WifiConfig_StoredNetwork* storedNetwork)
    _AZSPHERE_DEPRECATED_BY(WifiConfig_ForgetNetworkById);

#ifdef __cplusplus
}
#endif

#include <applibs/wificonfig_internal.h>
