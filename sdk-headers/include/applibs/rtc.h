// Real-time clock.
//
// The clock in the chip runs through power-down and restart, in whole seconds; the system takes its
// time from it when it starts. The system's own clock is read and set with clock_gettime and
// clock_settime(CLOCK_REALTIME); setting it needs the same capability, and network time, unless
// switched off (Networking_TimeSync_SetEnabled), overwrites it.
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

/// Copies the system's time, as UTC, to the real-time clock.
///
/// @return 0; or -1 with errno
///   - EACCES  the manifest does not have "SystemTime"
///   - EBUSY   somebody else is at the clock: try again
///   - ENOENT  there is no real-time clock
///   - EINVAL  the system's time lies before the year 2000
///
/// Capability: SystemTime. Threads: one at a time. API sets: all.
int clock_systohc(void);

#ifdef __cplusplus
}
#endif
