// Restart, power-down and power profile of the whole device.
//
// Restart and power-down are begun, not awaited, by their calls: every app gets SIGTERM, possibly
// before the call returns, and has 2 seconds until SIGKILL. They do not heed deferrals of updates:
// an app that powers down often has to leave the system time to update itself.
//
// Threads: not promised; call from one. API sets: all for restart and power-down, later than 5 for
// the profile.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <applibs/applibs_internal_api_traits.h>

#ifdef __cplusplus
extern "C" {
#endif

/// How the clock of the processor follows its load; one of the three below.
typedef uint32_t PowerManagement_System_PowerProfile;

enum {
    PowerManagement_PowerSaver = 0,     ///< slow, raised reluctantly
    PowerManagement_Balanced = 1,       ///< follows the load
    PowerManagement_HighPerformance = 2 ///< always the fastest; so after each start
};

/// Restarts the device.
///
/// @return 0: it will happen; or -1 with errno
///   - EACCES  the manifest's "PowerControls" does not list "ForceReboot"
///
/// Capability: PowerControls, "ForceReboot".
static inline int PowerManagement_ForceSystemReboot(void);

/// Switches the device off, all but the real-time clock. It starts afresh after the time given,
/// when the WAKEUP pin goes low, or earlier, where the system has something to do. Mutable storage
/// and the real-time clock survive, nothing else.
///
/// @param maximum_residency_in_seconds  longest time to be off, seconds
/// @return 0: it will happen; or -1 with errno
///   - EINVAL  the time is out of range
///   - EACCES  the manifest's "PowerControls" does not list "ForcePowerDown"
///
/// Capability: PowerControls, "ForcePowerDown".
static inline int PowerManagement_ForceSystemPowerDown(unsigned int maximum_residency_in_seconds);

/// Selects the power profile, for the whole device, until it restarts.
///
/// @param desired_profile  one of the three profiles
/// @return 0; or -1 with errno
///   - EINVAL  there is no such profile
///   - EACCES  the manifest's "PowerControls" does not list "SetPowerProfile", or the device has no
///             profiles
///
/// Capability: PowerControls, "SetPowerProfile".
static inline int
PowerManagement_SetSystemPowerProfile(PowerManagement_System_PowerProfile desired_profile);

#ifdef __cplusplus
}
#endif

#include <applibs/powermanagement_internal.h>
