/* The proxy for libcurl, of an app whose manifest grants nothing. That options arrive is tested in
 * tests/sdk-headers; here none is set, so that libcurl is not linked. */

#include "check.h"

#include <applibs/networking_curl.h>

#undef curl_easy_setopt
CURLcode curl_easy_setopt(CURL* handle, CURLoption option, ...)
{
    (void)handle;
    CHECK(option < 0);
    return CURLE_OK;
}

static void the_proxy_is_refused(void)
{
    int handle = 0;
    CHECK_FAILS(Networking_Curl_SetDefaultProxy(NULL), EFAULT);
    CHECK_FAILS(Networking_Curl_SetDefaultProxy((CURL*)&handle), EACCES);
}

const struct conformance_case curl_refusal_cases[] = {
    {"a manifest that grants nothing: libcurl gets no proxy", the_proxy_is_refused},
    {NULL, NULL},
};
