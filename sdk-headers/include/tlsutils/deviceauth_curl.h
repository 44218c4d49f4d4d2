// Proving the device's identity in connections of libcurl. In libtlsutils; needs libcurl's headers.
//
// Threads: as libcurl's for one handle.
#pragma once

#include <stdint.h>

#include <curl/curl.h>

#ifdef __cplusplus
extern "C" {
#endif

/// How DeviceAuth_SslCtxFunc ended.
typedef enum DeviceAuthSslResult {
    DeviceAuthSslResult_Success = 0,
    DeviceAuthSslResult_GetTenantIdError = 1, ///< the manifest's "DeviceAuthentication" is wrong
    DeviceAuthSslResult_GetTenantCertificateError = 2, ///< the certificate is not there yet
    DeviceAuthSslResult_EnableHwSignError = 3          ///< its key cannot be used
} DeviceAuthSslResult;

/// Has connections made with a TLS context prove the device's identity.
///
/// @param sslctx  the context, as libcurl hands it to CURLOPT_SSL_CTX_FUNCTION
/// @return how it ended
///
/// Capability: DeviceAuthentication. API sets: all.
DeviceAuthSslResult DeviceAuth_SslCtxFunc(void* sslctx);

/// The same as a function for CURLOPT_SSL_CTX_FUNCTION.
///
/// @param curl     the handle; not used
/// @param sslctx   the context
/// @param userCtx  what CURLOPT_SSL_CTX_DATA says; not used
/// @return CURLE_OK; or CURLE_SSL_CERTPROBLEM, which ends the connection
///
/// Capability: DeviceAuthentication. API sets: all.
static inline CURLcode DeviceAuth_CurlSslFunc(CURL* curl, void* sslctx, void* userCtx);

#ifdef __cplusplus
}
#endif

#include <tlsutils/deviceauth_curl_internal.h>
