// The certificate of the device: tlsutils/deviceauth.h, which documents the call. For libcurl:
// tlsutils/deviceauth_curl.h as it is.
#pragma once

#include <tlsutils/deviceauth.h>

namespace applibs::deviceauth
{

inline const char* certificatePath()
{
    return DeviceAuth_GetCertificatePath();
}

} // namespace applibs::deviceauth
