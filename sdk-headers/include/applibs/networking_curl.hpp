// The device's proxy for libcurl: applibs/networking_curl.h, which documents the call.
#pragma once

#include <applibs/networking_curl.h>
#include <applibs/result.hpp>

namespace applibs::networking
{

inline Result<void> setDefaultProxy(CURL* handle)
{
    return detail::check(Networking_Curl_SetDefaultProxy(handle),
                         "Networking_Curl_SetDefaultProxy");
}

} // namespace applibs::networking
