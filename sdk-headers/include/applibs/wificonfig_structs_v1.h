// The structures of applibs/wificonfig.h, which includes this.
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include <applibs/certstore_structs.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Longest name of a network (SSID), bytes.
#define WIFICONFIG_SSID_MAX_LENGTH 32

/// Longest key: a pass phrase of 8 to 63 characters, or 64 hexadecimal digits.
#define WIFICONFIG_WPA2_KEY_MAX_BUFFER_SIZE 64

/// Bytes of an access point's address.
#define WIFICONFIG_BSSID_BUFFER_SIZE 6

/// Longest name of a network's configuration, without the NUL.
#define WIFICONFIG_CONFIG_NAME_MAX_LENGTH 16

/// Longest EAP identity, without the NUL.
#define WIFICONFIG_EAP_IDENTITY_MAX_LENGTH 254

/// How a network is secured.
typedef enum {
    WifiConfig_Security_Unknown = 0,     ///< in no way known here
    WifiConfig_Security_Open = 1,        ///< not at all
    WifiConfig_Security_Wpa2_Psk = 2,    ///< WPA2 with a key that all share
    WifiConfig_Security_Wpa2_EAP_TLS = 3 ///< WPA2 with certificates
} WifiConfig_Security;

/// A WifiConfig_Security in one byte.
typedef uint8_t WifiConfig_Security_Type;

/// A network that the device knows, version 1.
struct z__WifiConfig_StoredNetwork_v1 {
    uint32_t z__magicAndVersion;              ///< set by the library; not for the app
    uint8_t ssid[WIFICONFIG_SSID_MAX_LENGTH]; ///< name: bytes, not text, without a NUL
    uint8_t ssidLength;                       ///< how many of them
    bool isEnabled;                           ///< the device may connect to it
    bool isConnected;                         ///< it is connected to it
    WifiConfig_Security_Type security;        ///< WifiConfig_Security
};

/// The network that the device is connected to, version 1.
struct z__WifiConfig_ConnectedNetwork_v1 {
    uint32_t z__magicAndVersion;                 ///< set by the library; not for the app
    uint8_t ssid[WIFICONFIG_SSID_MAX_LENGTH];    ///< name: bytes, not text, without a NUL
    uint8_t bssid[WIFICONFIG_BSSID_BUFFER_SIZE]; ///< address of the access point
    uint8_t ssidLength;                          ///< bytes of ssid
    WifiConfig_Security_Type security;           ///< WifiConfig_Security
    uint32_t frequencyMHz;                       ///< channel, MHz
    int8_t signalRssi;                           ///< strength, dBm
};

/// A network that a scan found, version 1.
struct z__WifiConfig_ScannedNetwork_v1 {
    uint32_t z__magicAndVersion;                 ///< set by the library; not for the app
    uint8_t ssid[WIFICONFIG_SSID_MAX_LENGTH];    ///< name: bytes, not text, without a NUL
    uint8_t bssid[WIFICONFIG_BSSID_BUFFER_SIZE]; ///< address of the access point
    uint8_t ssidLength;                          ///< bytes of ssid
    WifiConfig_Security_Type security;           ///< WifiConfig_Security
    uint32_t frequencyMHz;                       ///< channel, MHz
    int8_t signalRssi;                           ///< strength, dBm
};

/// Who the device is to a network with EAP-TLS.
typedef struct WifiConfig_ClientIdentity {
    char identity[WIFICONFIG_EAP_IDENTITY_MAX_LENGTH + 1]; ///< ends with a NUL
} WifiConfig_ClientIdentity;

// Eight bytes in every C library; a time_t, so that a pointer to it goes to localtime(3), wherever
// time_t has as many. Only glibc on 32 bits without _TIME_BITS=64 has fewer.
#if defined(__GLIBC__) && __TIMESIZE == 32 && !defined(__USE_TIME_BITS64)
typedef int64_t z__WifiConfig_Time64;
#else
typedef time_t z__WifiConfig_Time64;
#endif

/// Why the device last failed to connect to a network. The structure of the oldest API sets.
typedef struct WifiConfig_NetworkDiagnostics32 {
    uint8_t isEnabled;                 ///< not 0: the device may connect to it at the moment
    uint8_t isConnected;               ///< not 0: it is connected to it
    int32_t error;                     ///< what failed, see WifiConfig_GetNetworkDiagnostics
    int32_t timestamp;                 ///< when, seconds since 1970
    int32_t certError;                 ///< for error 5: what was wrong with the certificate
    int32_t certDepth;                 ///< for error 5: which of its chain, from 0
    CertStore_SubjectName certSubject; ///< for error 5: whom it was for
} WifiConfig_NetworkDiagnostics32;

/// Why the device last failed to connect to a network.
typedef struct WifiConfig_NetworkDiagnostics64 {
    uint8_t isEnabled;                 ///< not 0: the device may connect to it at the moment
    uint8_t isConnected;               ///< not 0: it is connected to it
    int32_t error;                     ///< what failed, see WifiConfig_GetNetworkDiagnostics
    z__WifiConfig_Time64 timestamp;    ///< when, seconds since 1970
    int32_t certError;                 ///< for error 5: what was wrong with the certificate
    int32_t certDepth;                 ///< for error 5: which of its chain, from 0
    CertStore_SubjectName certSubject; ///< for error 5: whom it was for
} WifiConfig_NetworkDiagnostics64;

#ifdef __cplusplus
}
#endif
