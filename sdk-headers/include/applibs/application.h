// What the app is to others: its connection to a partner app on a real-time core, and whether the
// device can prove who it is.
//
// Threads: not promised; call from one. API sets: later than 5, before that beta.
#pragma once

#include <stdbool.h>

#include <applibs/applibs_internal_api_traits.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Connects to a partner app on a real-time core.
///
/// The descriptor is a socket that keeps messages apart: one send(2) is one message of up to 1024
/// bytes, and more of them fail with EMSGSIZE; one recv(2) gives one; a buffer that is too short
/// truncates it. SO_RCVTIMEO and SO_SNDTIMEO and the event loop work on it. Several may be open at
/// once; what the partner sends comes at the last of those to it.
///
/// @param componentId  the partner's component ID: a GUID as text (8-4-4-4-12 hexadecimal digits),
///                     in either case
/// @return a descriptor, closed with close(2); or -1 with errno
///   - EFAULT  componentId is NULL
///   - EINVAL  it is no component ID
///   - EACCES  the manifest's "AllowedApplicationConnections" does not list it, or the partner's
///             does not list this app
///   - ECONNREFUSED  the partner is not running, or has too many connections
///
/// Capability: AllowedApplicationConnections.
int Application_Connect(const char* componentId);

/// Tells whether the certificate by which the device proves its identity for this app (manifest:
/// "DeviceAuthentication") is there and valid. It comes some seconds after internet and time are
/// available. Being offline is no error.
///
/// @param outIsDeviceAuthReady  receives the answer; unchanged on failure
/// @return 0; or -1 with errno
///   - EFAULT  outIsDeviceAuthReady is NULL
///
/// Capability: none; without "DeviceAuthentication" the answer is no.
int Application_IsDeviceAuthReady(bool* outIsDeviceAuthReady);

#ifdef __cplusplus
}
#endif
