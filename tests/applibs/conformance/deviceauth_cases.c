/* A device whose certificate is not ready. That it serves TLS is tested with servers, in
 * tests/applibs/tlsutils. */

#include "check.h"

#include <stdio.h>
#include <tlsutils/deviceauth.h>
#include <tlsutils/deviceauth_curl.h>

static void a_certificate_that_is_not_ready(void)
{
    const char* const path = DeviceAuth_GetCertificatePath();
    CHECK(path != NULL && path[0] == '/');
    CHECK(DeviceAuth_GetCertificatePath() == path);
    CHECK(fopen(path, "r") == NULL);
    CHECK(DeviceAuth_SslCtxFunc(NULL) == DeviceAuthSslResult_GetTenantCertificateError);
    CHECK(DeviceAuth_CurlSslFunc(NULL, NULL, NULL) == CURLE_SSL_CERTPROBLEM);
}

const struct conformance_case deviceauth_cases[] = {
    {"deviceauth: a certificate that is not ready", a_certificate_that_is_not_ready},
    {NULL, NULL},
};

static void no_device_authentication(void)
{
    const char* const path = DeviceAuth_GetCertificatePath();
    CHECK(path != NULL && fopen(path, "r") == NULL);
    CHECK(DeviceAuth_SslCtxFunc(NULL) == DeviceAuthSslResult_GetTenantIdError);
}

const struct conformance_case deviceauth_refusal_cases[] = {
    {"a manifest that grants nothing: there is no certificate", no_device_authentication},
    {NULL, NULL},
};
