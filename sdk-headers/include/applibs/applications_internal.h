// What applibs/applications.h is made of. Not for apps.
#pragma once

#include <applibs/applications.h>

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Which figure; one of the three below.
typedef uint32_t z__Application_MemoryAttribute;

enum {
    z__Applications_MemoryAttribute_TotalMemoryUsageInKB = 0,
    z__Applications_MemoryAttribute_UserModeMemoryUsageInKB = 1,
    z__Applications_MemoryAttribute_PeakUserModeMemoryUsageInKB = 2
};

/// Behind the three memory functions.
///
/// @param memoryAttribute  which figure
/// @param buffer           receives it, a size_t in KiB
/// @param capacity         bytes in buffer, sizeof(size_t)
/// @return 0; or -1 with errno
///   - EFAULT  buffer is NULL
///   - EINVAL  there is no such figure
///   - ERANGE  capacity is too small
///   - EAGAIN  there are no figures at the moment
int z__Applications_GetMemoryInfo(z__Application_MemoryAttribute memoryAttribute, void* buffer,
                                  size_t capacity);

/// Behind Applications_GetOsVersion. The name is this SDK's; the original's is not known.
///
/// @param buffer    receives the version, ended by a NUL
/// @param capacity  bytes in buffer
/// @return 0; or -1 with errno
///   - EFAULT  buffer is NULL
///   - ERANGE  capacity is too small
int z__Applications_GetOsVersion(char* buffer, size_t capacity);

static inline size_t z__Applications_MemoryUsage(z__Application_MemoryAttribute memoryAttribute)
{
    size_t usage = 0;

    (void)z__Applications_GetMemoryInfo(memoryAttribute, &usage, sizeof(usage));
    return usage;
}

static inline size_t Applications_GetTotalMemoryUsageInKB(void)
{
    return z__Applications_MemoryUsage(z__Applications_MemoryAttribute_TotalMemoryUsageInKB);
}

static inline size_t Applications_GetUserModeMemoryUsageInKB(void)
{
    return z__Applications_MemoryUsage(z__Applications_MemoryAttribute_UserModeMemoryUsageInKB);
}

static inline size_t Applications_GetPeakUserModeMemoryUsageInKB(void)
{
    return z__Applications_MemoryUsage(z__Applications_MemoryAttribute_PeakUserModeMemoryUsageInKB);
}

static inline int Applications_GetOsVersion(Applications_OsVersion* outVersion)
{
    if (outVersion == NULL) {
        errno = EFAULT;
        return -1;
    }
    return z__Applications_GetOsVersion(outVersion->version, sizeof(outVersion->version));
}

#ifdef __cplusplus
}
#endif
