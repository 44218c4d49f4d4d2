// Pulse-width modulation.
//
// A controller is opened as a whole: while the app has it, all its pins are PWM outputs. Each call
// names the channel. A channel runs on by itself, after close(2) and after the end of the app too;
// an app that wants its outputs quiet applies a last state. What a channel does cannot be read
// back.
//
// The MT3620 has 3 controllers of 4 channels, on GPIO0 to GPIO11. Times are in steps of 500 ns, and
// neither the active nor the idle part of a cycle may exceed 65535 steps (32.7675 ms).
//
// Threads: any. API sets: later than 5, before that beta.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Number of a controller, from 0: MT3620_PWM_CONTROLLER<n> of hw/mt3620.h, or a board header's
/// name.
typedef unsigned int PWM_ControllerId;

/// Number of a channel of its controller, from 0: MT3620_PWM_CHANNEL<n> of hw/mt3620.h.
typedef uint32_t PWM_ChannelId;

/// Which part of the cycle is high; one of the two below.
typedef uint32_t PwmPolarity;

enum {
    PWM_Polarity_Normal = 0,  ///< high for the duty cycle, then low
    PWM_Polarity_Inversed = 1 ///< low for the duty cycle, then high
};

/// What a channel puts out.
typedef struct PwmState {
    unsigned int period_nsec;    ///< one cycle, nanoseconds; not 0
    unsigned int dutyCycle_nsec; ///< its active part, nanoseconds; up to the whole period
    PwmPolarity polarity;        ///< level of the active part
    bool enabled;                ///< false stops the channel
} PwmState;

/// Opens a controller.
///
/// @param pwm  the controller
/// @return a descriptor, closed with close(2); or -1 with errno
///   - EACCES  the manifest's "Pwm" does not list the controller, or the chip does not have it
///
/// Capability: Pwm.
static inline int PWM_Open(PWM_ControllerId pwm);

/// Gives a channel a new state, all of it at once. The state it already has is a success without
/// effect.
///
/// @param pwmFd       descriptor of the controller
/// @param pwmChannel  the channel
/// @param newState    the state; read during the call only
/// @return 0; or -1 with errno
///   - EBADF   pwmFd is no open controller
///   - EINVAL  newState is NULL, its period is 0, its duty cycle longer than the period, its
///   polarity
///             unknown, or a part longer than the hardware counts
///   - ENODEV  the controller has no such channel
static inline int PWM_Apply(int pwmFd, PWM_ChannelId pwmChannel, const PwmState* newState);

#ifdef __cplusplus
}
#endif

#include <applibs/pwm_internal.h>
