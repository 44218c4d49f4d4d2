// What tlsutils/deviceauth_curl.h is made of. Not for apps.
#pragma once

#include <tlsutils/deviceauth_curl.h>

#ifdef __cplusplus
extern "C" {
#endif

static inline CURLcode DeviceAuth_CurlSslFunc(CURL* curl, void* sslctx, void* userCtx)
{
    (void)curl;
    (void)userCtx;
    return DeviceAuth_SslCtxFunc(sslctx) == DeviceAuthSslResult_Success ? CURLE_OK
                                                                        : CURLE_SSL_CERTPROBLEM;
}

#ifdef __cplusplus
}
#endif
