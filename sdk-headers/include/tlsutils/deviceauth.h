// The certificate by which the device proves its identity for this app. In libtlsutils.
//
// Threads: not promised; call from one.
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

/// Gives the path of the certificate, for TLS libraries that open files themselves: PEM, X.509. The
/// file is readable while Application_IsDeviceAuthReady (applibs/application.h) says so. There is
/// no file of the private key; the device's TLS library knows it.
///
/// @return the path, the same as long as the app runs; never NULL. Not to be freed
///
/// Capability: DeviceAuthentication for the certificate to come. API sets: later than 5.
const char* DeviceAuth_GetCertificatePath(void);

#ifdef __cplusplus
}
#endif
