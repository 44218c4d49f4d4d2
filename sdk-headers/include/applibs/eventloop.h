// Waiting for many descriptors in one place.
//
// A loop calls back when a registered descriptor becomes readable or writable, from within
// EventLoop_Run and on its thread. Registrations are level-triggered: a callback that leaves data
// unread is called again. Timers are descriptors too (timerfd_create).
//
// In a callback, any registration may be changed or removed, that of the callback itself included;
// events already pending for it are not delivered any more. Running the same loop is not allowed.
//
// Threads: a loop belongs to one thread; only EventLoop_Stop may be called from another. API sets:
// all, unless a function says otherwise. Capability: none.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A loop. Made by EventLoop_Create, ended by EventLoop_Close.
typedef struct EventLoop EventLoop;

/// A descriptor's place in a loop, owned by the loop. From EventLoop_RegisterIo until
/// EventLoop_UnregisterIo or EventLoop_Close.
typedef struct EventRegistration EventRegistration;

/// How EventLoop_Run ended; one of the three below.
typedef int EventLoop_Run_Result;

enum {
    EventLoop_Run_Failed = -1,       ///< an error, see errno
    EventLoop_Run_FinishedEmpty = 0, ///< nothing happened
    EventLoop_Run_Finished = 1       ///< at least one callback was called
};

/// Bits of the four below.
typedef uint32_t EventLoop_IoEvents;

enum {
    EventLoop_None = 0x00,   ///< nothing: the registration rests. API sets later than 5
    EventLoop_Input = 0x01,  ///< there is something to read (EPOLLIN)
    EventLoop_Output = 0x04, ///< there is room to write (EPOLLOUT)
    EventLoop_Error = 0x08   ///< an error (EPOLLERR); always reported, asked for or not
};

/// What a loop calls.
///
/// @param el       the loop
/// @param fd       the descriptor
/// @param events   what it is ready for
/// @param context  as it was registered
typedef void EventLoopIoCallback(EventLoop* el, int fd, EventLoop_IoEvents events, void* context);

/// Makes a loop.
///
/// @return the loop; or NULL with errno, as the system runs out of memory or descriptors
EventLoop* EventLoop_Create(void);

/// Ends a loop and its registrations. The registered descriptors stay open.
///
/// @param el  the loop; NULL is fine
void EventLoop_Close(EventLoop* el);

/// Waits for events and calls back.
///
/// @param el                        the loop
/// @param duration_in_milliseconds  0: at most one event that is ready now, without waiting;
///                                  above 0: for that long; below 0: until EventLoop_Stop
/// @param process_one_event         return after the first callback; without meaning for duration 0
/// @return EventLoop_Run_Finished, EventLoop_Run_FinishedEmpty, or EventLoop_Run_Failed with errno
///   - EFAULT  el is NULL
///   - EBUSY   called from a callback of the same loop
///   - EINTR   a signal handler ran; the app decides whether to go on
EventLoop_Run_Result EventLoop_Run(EventLoop* el, int duration_in_milliseconds,
                                   bool process_one_event);

/// Gives a descriptor that is readable while the loop has events, to nest it in poll(2) or another
/// loop. It belongs to the loop: do not close it.
///
/// @param el  the loop
/// @return the descriptor, the same each time; or -1 with errno
///   - EFAULT  el is NULL
int EventLoop_GetWaitDescriptor(EventLoop* el);

/// Ends EventLoop_Run. From a callback: after it returns, with no further callback. From another
/// thread: soon. While the loop does not run: the next EventLoop_Run returns at once.
///
/// @param el  the loop
/// @return 0; or -1 with errno
///   - EFAULT  el is NULL
///
/// Threads: any.
int EventLoop_Stop(EventLoop* el);

/// Adds a descriptor to a loop. A descriptor may be in a loop once, and in several loops. It has to
/// stay open until it is unregistered.
///
/// @param el            the loop
/// @param fd            the descriptor
/// @param eventBitmask  what to wait for: EventLoop_Input, _Output, _Error, or EventLoop_None
/// @param callback      what to call
/// @param context       handed to it
/// @return the registration, owned by the loop; or NULL with errno
///   - EFAULT  el or callback is NULL
///   - EBADF   fd is not open
///   - EINVAL  eventBitmask has other bits
///   - EEXIST  fd is in this loop already
///   - EPERM   the descriptor cannot be waited for: a file, GPIO, I2C, SPI or PWM
EventRegistration* EventLoop_RegisterIo(EventLoop* el, int fd, EventLoop_IoEvents eventBitmask,
                                        EventLoopIoCallback* callback, void* context);

/// Changes what a registration waits for.
///
/// @param el            the loop
/// @param reg           the registration
/// @param eventBitmask  as of EventLoop_RegisterIo
/// @return 0; or -1 with errno
///   - EFAULT  el or reg is NULL
///   - EINVAL  eventBitmask has other bits
///
/// API sets: later than 5.
int EventLoop_ModifyIoEvents(EventLoop* el, EventRegistration* reg,
                             EventLoop_IoEvents eventBitmask);

/// Removes a descriptor from a loop; it stays open. Once for each registration.
///
/// @param el   the loop
/// @param reg  the registration; NULL succeeds and does nothing, whatever el is
/// @return 0; or -1 with errno
///   - EFAULT  el is NULL
///   - EBADF   the descriptor was closed before
int EventLoop_UnregisterIo(EventLoop* el, EventRegistration* reg);

#ifdef __cplusplus
}
#endif
