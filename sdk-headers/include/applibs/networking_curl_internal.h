// What applibs/networking_curl.h is made of. Not for apps.
#pragma once

#include <applibs/networking_curl.h>

#include <errno.h>
#include <stddef.h>

#include <applibs/networking.h>

#ifdef __cplusplus
extern "C" {
#endif

/// @return libcurl's name for a kind of proxy; -1 where it has none
static inline int Networking_Curl_ProxyTypeToCurlProxyType(Networking_ProxyType proxyType)
{
    return proxyType == Networking_ProxyType_HTTP ? (int)CURLPROXY_HTTP : -1;
}

/// Sets a handle up for a configuration that is switched on. What libcurl cannot take it leaves as
/// it was, hence no results.
static inline void z__Networking_Curl_UseProxy(CURL* curlHandle,
                                               const Networking_ProxyConfig* proxyConfig)
{
    uint16_t port = 0;
    Networking_ProxyType type = Networking_Proxy_GetProxyType(proxyConfig);

    (void)Networking_Proxy_GetProxyPort(proxyConfig, &port);
    (void)curl_easy_setopt(curlHandle, CURLOPT_PROXYTYPE,
                           (long)Networking_Curl_ProxyTypeToCurlProxyType(type));
    (void)curl_easy_setopt(curlHandle, CURLOPT_PROXY,
                           Networking_Proxy_GetProxyAddress(proxyConfig));
    (void)curl_easy_setopt(curlHandle, CURLOPT_PROXYPORT, (long)port);
    (void)curl_easy_setopt(curlHandle, CURLOPT_NOPROXY,
                           Networking_Proxy_GetNoProxyAddresses(proxyConfig));
    if (Networking_Proxy_GetAuthType(proxyConfig) == Networking_ProxyAuthType_Basic) {
        (void)curl_easy_setopt(curlHandle, CURLOPT_PROXYAUTH, (long)CURLAUTH_BASIC);
        (void)curl_easy_setopt(curlHandle, CURLOPT_PROXYUSERNAME,
                               Networking_Proxy_GetProxyUsername(proxyConfig));
        (void)curl_easy_setopt(curlHandle, CURLOPT_PROXYPASSWORD,
                               Networking_Proxy_GetProxyPassword(proxyConfig));
    } else {
        (void)curl_easy_setopt(curlHandle, CURLOPT_PROXYAUTH, (long)CURLAUTH_NONE);
    }
}

static inline int Networking_Curl_SetDefaultProxy(CURL* curlHandle)
{
    Networking_ProxyConfig* proxyConfig;
    Networking_ProxyOptions options = 0;
    int error = 0;

    if (curlHandle == NULL) {
        errno = EFAULT;
        return -1;
    }
    proxyConfig = Networking_Proxy_Create();
    if (proxyConfig == NULL) {
        return -1;
    }
    if (Networking_Proxy_Get(proxyConfig) != 0) {
        error = errno == ENOENT ? 0 : errno; // none configured: no proxy
    } else if (Networking_Proxy_GetProxyOptions(proxyConfig, &options) != 0) {
        error = errno;
    }
    if (error == 0) {
        if ((options & Networking_ProxyOptions_Enabled) != 0) {
            z__Networking_Curl_UseProxy(curlHandle, proxyConfig);
        } else {
            (void)curl_easy_setopt(curlHandle, CURLOPT_PROXY, (char*)NULL);
        }
    }
    Networking_Proxy_Destroy(proxyConfig);
    if (error != 0) {
        errno = error;
        return -1;
    }
    return 0;
}

#ifdef __cplusplus
}
#endif
