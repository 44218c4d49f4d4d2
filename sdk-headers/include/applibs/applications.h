// Memory that the app uses, and the version of the system.
//
// Threads: not promised; call from one. API sets: later than 5. Capability: none.
#pragma once

#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Version of the system.
typedef struct Applications_OsVersion {
    char version[16]; ///< year and month, as "25.02", perhaps with a suffix; ends with a NUL
} Applications_OsVersion;

/// Gives the physical memory in use for the app: its own, what the kernel holds for it (socket
/// buffers), and, in a debug session, the debug server's. Memory that the app frees does not always
/// return.
///
/// @return KiB; or 0 with errno
///   - EAGAIN  there are no figures at the moment
static inline size_t Applications_GetTotalMemoryUsageInKB(void);

/// Gives the memory in use by the app itself and its libraries. This is the figure that the limit
/// (256 KiB on the MT3620) is compared with.
///
/// @return KiB; or 0 with errno
///   - EAGAIN  there are no figures at the moment
static inline size_t Applications_GetUserModeMemoryUsageInKB(void);

/// Gives the highest value that Applications_GetUserModeMemoryUsageInKB has had since the app
/// started.
///
/// @return KiB; or 0 with errno
///   - EAGAIN  there are no figures at the moment
static inline size_t Applications_GetPeakUserModeMemoryUsageInKB(void);

/// Gives the version of the system.
///
/// @param outVersion  receives the version
/// @return 0; or -1 with errno
///   - EFAULT  outVersion is NULL
static inline int Applications_GetOsVersion(Applications_OsVersion* outVersion);

#ifdef __cplusplus
}
#endif

#include <applibs/applications_internal.h>
