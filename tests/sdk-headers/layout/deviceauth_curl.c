#include <tlsutils/deviceauth_curl.h>

#include "pins.h"

PIN_SIZE(DeviceAuthSslResult, 4, 4);
PIN_SIZE(enum DeviceAuthSslResult, 4, 4);
PIN_VALUE(DeviceAuthSslResult_Success, 0);
PIN_VALUE(DeviceAuthSslResult_GetTenantIdError, 1);
PIN_VALUE(DeviceAuthSslResult_GetTenantCertificateError, 2);
PIN_VALUE(DeviceAuthSslResult_EnableHwSignError, 3);
