// What applibs/powermanagement.h is made of. Not for apps.
#pragma once

#include <applibs/powermanagement.h>

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/types.h>
#include <unistd.h>

#if defined(__has_include)
#if __has_include(<linux/types.h>)
#include <linux/types.h>
#endif
#endif

#ifdef __cplusplus
extern "C" {
#endif

/// Where the device goes; one of the two below.
typedef uint32_t z__PowerManagement_System_PowerState;

enum {
    z__PowerManagement_System_PowerState_ForceReboot = 0,
    z__PowerManagement_System_PowerState_ForcePowerDown = 1
};

/// The same, as API set 5 and older spell it.
typedef z__PowerManagement_System_PowerState PowerManagement_System_PowerState;

enum {
    PowerManagement_System_PowerState_ForceReboot = 0,
    PowerManagement_System_PowerState_ForcePowerDown = 1
};

/// What a power-down needs to know.
struct z__PowerManagement_PowerDownStateTransitionParams {
    unsigned int maximum_residency_in_seconds; ///< longest time to be off
};

/// Behind PowerManagement_ForceSystemReboot and ..PowerDown, which document it.
///
/// @param type                               where to go
/// @param power_state_transition_params_ptr  NULL for a restart, for a power-down a
///                                           z__PowerManagement_PowerDownStateTransitionParams
/// @return 0; or -1 with errno
///   - EINVAL  type is unknown, or the parameters do not belong to it or are out of range
///   - EACCES  the manifest's "PowerControls" does not list what type stands for
int z__PowerManagement_TransitionToSystemPowerState(z__PowerManagement_System_PowerState type,
                                                    void* power_state_transition_params_ptr);

/// Behind PowerManagement_SetSystemPowerProfile, which documents it. In this SDK's library only;
/// the original header writes to the kernel's node inline.
int z__PowerManagement_SetSystemPowerProfile(PowerManagement_System_PowerProfile desired_profile);

static inline int PowerManagement_ForceSystemReboot(void)
{
    return z__PowerManagement_TransitionToSystemPowerState(
        z__PowerManagement_System_PowerState_ForceReboot, NULL);
}

static inline int PowerManagement_ForceSystemPowerDown(unsigned int maximum_residency_in_seconds)
{
    struct z__PowerManagement_PowerDownStateTransitionParams params;

    params.maximum_residency_in_seconds = maximum_residency_in_seconds;
    return z__PowerManagement_TransitionToSystemPowerState(
        z__PowerManagement_System_PowerState_ForcePowerDown, &params);
}

static inline int
PowerManagement_SetSystemPowerProfile(PowerManagement_System_PowerProfile desired_profile)
{
    return z__PowerManagement_SetSystemPowerProfile(desired_profile);
}

/// Opens the kernel's node for power profiles, on devices that show it to apps.
///
/// @return a descriptor, closed with close(2); or -1 with errno
///   - EACCES  the manifest's "PowerControls" does not list "SetPowerProfile", or there is no node
static inline int PowerManagement_CpufreqOpen(void)
{
#if defined(O_CLOEXEC)
    int fd = open("/dev/cpufreq", O_WRONLY | O_CLOEXEC);
#else
    int fd = open("/dev/cpufreq", O_WRONLY); // POSIX.1-1990 headers: FD_CLOEXEC follows below
#endif

    if (fd < 0) {
        if (errno == ENOENT) {
            errno = EACCES;
        }
        return -1;
    }
    (void)fcntl(fd, F_SETFD, FD_CLOEXEC);
    return fd;
}

#ifdef __cplusplus
}
#endif
