// The device's proxy for libcurl. Needs libcurl's headers, and libcurl at link time.
//
// Threads: not promised; call from one. API sets: later than 5.
#pragma once

#include <curl/curl.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Sets a handle up for the device's proxy, as it is now; where there is none, or it is switched
/// off, for no proxy.
///
/// @param curlHandle  the handle
/// @return 0; or -1 with errno
///   - EFAULT  curlHandle is NULL
///   - EACCES  the manifest has neither "NetworkConfig" nor "ReadNetworkProxyConfig"
///   - ENOMEM  no memory
///
/// Capability: NetworkConfig or ReadNetworkProxyConfig.
static inline int Networking_Curl_SetDefaultProxy(CURL* curlHandle);

#ifdef __cplusplus
}
#endif

#include <applibs/networking_curl_internal.h>
