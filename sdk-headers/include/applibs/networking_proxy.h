// The device's HTTP proxy. Included by applibs/networking.h.
//
// The proxy serves the system, and apps that ask for it: applibs/networking_curl.h, or by reading
// the configuration. Sockets do not go through it by themselves. Texts that are given out stay
// valid until the same text of the configuration is changed or the configuration destroyed.
//
// Threads: not promised; call from one. API sets: later than 5.
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Longest texts of a proxy configuration, without the NUL.
#define PROXY_ADDRESS_MAX_LENGTH 255
#define PROXY_NO_PROXY_ADDRESSES_MAX_LENGTH 255
#define PROXY_USERNAME_MAX_LENGTH 63
#define PROXY_PASSWORD_MAX_LENGTH 63

/// Bits of the states below.
typedef uint32_t Networking_ProxyStatus;

enum {
    Networking_ProxyStatus_Enabled = 1,            ///< a proxy is configured and switched on
    Networking_ProxyStatus_ResolvingProxyName = 2, ///< its name is being looked up
    Networking_ProxyStatus_Ready = 4               ///< it can be used
};

/// Bits of the options below. None is a bit of its own, not 0.
typedef uint32_t Networking_ProxyOptions;

enum {
    Networking_ProxyOptions_None = 1,    ///< switched off
    Networking_ProxyOptions_Enabled = 2, ///< switched on
    Networking_ProxyOptions_Auto = 4     ///< found by itself; newest API sets only
};

/// Kind of proxy; one of the two below.
typedef int8_t Networking_ProxyType;

enum {
    Networking_ProxyType_Invalid = -1, ///< an error, see errno
    Networking_ProxyType_HTTP = 0      ///< HTTP
};

/// How the device authenticates to the proxy; one of the three below.
typedef int8_t Networking_ProxyAuthType;

enum {
    Networking_ProxyAuthType_Invalid = -1,  ///< an error, see errno
    Networking_ProxyAuthType_Anonymous = 0, ///< not at all
    Networking_ProxyAuthType_Basic = 1      ///< by user name and password
};

/// Proxy configuration. From Networking_Proxy_Create to Networking_Proxy_Destroy.
typedef struct Networking_ProxyConfig Networking_ProxyConfig;

/// Makes a configuration: switched on, HTTP, no address, anonymous.
///
/// @return the configuration, ended with Networking_Proxy_Destroy; or NULL with errno
///   - ENOMEM  no memory
///
/// Capability: none, as for all functions that only touch the object.
Networking_ProxyConfig* Networking_Proxy_Create(void);

/// Ends a configuration. What was applied stays.
///
/// @param proxyConfig  the configuration; NULL is fine
void Networking_Proxy_Destroy(Networking_ProxyConfig* proxyConfig);

/// Makes a configuration the device's, in place of the one before; it stays after a restart. To
/// change one setting, get the configuration first.
///
/// @param proxyConfig  the configuration
/// @return 0; or -1 with errno
///   - EFAULT  proxyConfig is NULL
///   - EACCES  the manifest does not have "NetworkConfig"
///
/// Capability: NetworkConfig.
int Networking_Proxy_Apply(const Networking_ProxyConfig* proxyConfig);

/// Gets the device's configuration.
///
/// @param proxyConfig  receives it; from Networking_Proxy_Create
/// @return 0; or -1 with errno
///   - EFAULT  proxyConfig is NULL
///   - EACCES  the manifest has neither "NetworkConfig" nor "ReadNetworkProxyConfig"
///   - ENOENT  the device has none
///
/// Capability: NetworkConfig or ReadNetworkProxyConfig.
int Networking_Proxy_Get(Networking_ProxyConfig* proxyConfig);

/// Switches the proxy on or off.
///
/// @param proxyConfig   the configuration
/// @param proxyOptions  bits of Networking_ProxyOptions
/// @return 0; or -1 with errno
///   - EFAULT  proxyConfig is NULL
int Networking_Proxy_SetProxyOptions(Networking_ProxyConfig* proxyConfig,
                                     Networking_ProxyOptions proxyOptions);

/// Sets where the proxy is.
///
/// @param proxyConfig   the configuration
/// @param proxyAddress  host name or IPv4 address, up to PROXY_ADDRESS_MAX_LENGTH characters
/// @param proxyPort     port
/// @return 0; or -1 with errno
///   - EFAULT  a pointer is NULL
///   - ERANGE  the address is too long
int Networking_Proxy_SetProxyAddress(Networking_ProxyConfig* proxyConfig, const char* proxyAddress,
                                     uint16_t proxyPort);

/// Has the device not authenticate; forgets user name and password.
///
/// @param proxyConfig  the configuration
/// @return 0; or -1 with errno
///   - EFAULT  proxyConfig is NULL
int Networking_Proxy_SetAnonymousAuthentication(Networking_ProxyConfig* proxyConfig);

/// Has the device authenticate by user name and password.
///
/// @param proxyConfig  the configuration
/// @param username     up to PROXY_USERNAME_MAX_LENGTH characters
/// @param password     up to PROXY_PASSWORD_MAX_LENGTH characters
/// @return 0; or -1 with errno
///   - EFAULT  an argument is NULL
///   - ERANGE  a text is too long
int Networking_Proxy_SetBasicAuthentication(Networking_ProxyConfig* proxyConfig,
                                            const char* username, const char* password);

/// Sets which hosts are reached without the proxy.
///
/// @param proxyConfig       the configuration
/// @param noProxyAddresses  names and addresses with commas between them, up to
///                          PROXY_NO_PROXY_ADDRESSES_MAX_LENGTH characters
/// @return 0; or -1 with errno
///   - EFAULT  an argument is NULL
///   - ERANGE  the text is too long
int Networking_Proxy_SetProxyNoProxyAddresses(Networking_ProxyConfig* proxyConfig,
                                              const char* noProxyAddresses);

/// Tells whether the proxy is switched on.
///
/// @param proxyConfig   the configuration
/// @param proxyOptions  receives bits of Networking_ProxyOptions
/// @return 0; or -1 with errno
///   - EFAULT  an argument is NULL
int Networking_Proxy_GetProxyOptions(const Networking_ProxyConfig* proxyConfig,
                                     Networking_ProxyOptions* proxyOptions);

/// Tells the proxy's host name or IPv4 address.
///
/// @param proxyConfig  the configuration
/// @return the text; or NULL with errno
///   - EFAULT  proxyConfig is NULL
const char* Networking_Proxy_GetProxyAddress(const Networking_ProxyConfig* proxyConfig);

/// Tells the proxy's port.
///
/// @param proxyConfig  the configuration
/// @param proxyPort    receives the port
/// @return 0; or -1 with errno
///   - EFAULT  an argument is NULL
int Networking_Proxy_GetProxyPort(const Networking_ProxyConfig* proxyConfig, uint16_t* proxyPort);

/// Tells the kind of proxy.
///
/// @param proxyConfig  the configuration
/// @return the kind; or Networking_ProxyType_Invalid with errno
///   - EFAULT  proxyConfig is NULL
Networking_ProxyType Networking_Proxy_GetProxyType(const Networking_ProxyConfig* proxyConfig);

/// Tells the user name.
///
/// @param proxyConfig  the configuration
/// @return the text; or NULL with errno
///   - EFAULT  proxyConfig is NULL
const char* Networking_Proxy_GetProxyUsername(const Networking_ProxyConfig* proxyConfig);

/// Tells the password.
///
/// @param proxyConfig  the configuration
/// @return the text; or NULL with errno
///   - EFAULT  proxyConfig is NULL
const char* Networking_Proxy_GetProxyPassword(const Networking_ProxyConfig* proxyConfig);

/// Tells how the device authenticates.
///
/// @param proxyConfig  the configuration
/// @return how; or Networking_ProxyAuthType_Invalid with errno
///   - EFAULT  proxyConfig is NULL
Networking_ProxyAuthType Networking_Proxy_GetAuthType(const Networking_ProxyConfig* proxyConfig);

/// Tells which hosts are reached without the proxy.
///
/// @param proxyConfig  the configuration
/// @return the text; or NULL with errno
///   - EFAULT  proxyConfig is NULL
const char* Networking_Proxy_GetNoProxyAddresses(const Networking_ProxyConfig* proxyConfig);

/// Tells whether the device's proxy can be used.
///
/// @param proxyStatus  receives bits of Networking_ProxyStatus
/// @return 0; or -1 with errno
///   - EFAULT  proxyStatus is NULL
///
/// Capability: none.
int Networking_Proxy_GetProxyStatus(Networking_ProxyStatus* proxyStatus);

#ifdef __cplusplus
}
#endif
