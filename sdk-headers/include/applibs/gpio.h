// General-purpose inputs and outputs.
//
// A pin is opened by its number, which the app manifest's "Gpio" has to list, and is from then on a
// file descriptor. close(2) frees the pin; it leaves level and direction of an output as they are,
// and so does the end of the app. There are no pull resistors to switch and no edge events: the
// descriptor cannot be polled, an app samples its inputs from a timer.
//
// Threads: calls on different pins may run at the same time; calls on one pin are for the app to
// serialise. API sets: all, unless a function says otherwise.
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Number of a pin: MT3620_GPIO<n> of hw/mt3620.h, or a board header's name for it.
typedef int GPIO_Id;

/// What GPIO_GetValue stores and GPIO_SetValue takes: a GPIO_Value in one byte.
typedef uint8_t GPIO_Value_Type;

/// Electrical level of a pin.
typedef enum {
    GPIO_Value_Low = 0, ///< near ground
    GPIO_Value_High = 1 ///< near the supply
} GPIO_Value;

/// What GPIO_OpenAsOutput takes: a GPIO_OutputMode in one byte.
typedef uint8_t GPIO_OutputMode_Type;

/// How an output drives its pin.
typedef enum {
    GPIO_OutputMode_PushPull = 0,  ///< drives both levels
    GPIO_OutputMode_OpenDrain = 1, ///< drives low; high releases the pin
    GPIO_OutputMode_OpenSource = 2 ///< drives high; low releases the pin
} GPIO_OutputMode;

/// Opens a pin as an input.
///
/// @param gpioId  the pin
/// @return a descriptor, closed with close(2); or -1 with errno
///   - ENODEV  the chip has no such pin
///   - EACCES  the manifest's "Gpio" does not list it
///   - EBUSY   it is open already, or another app or core has it
///
/// Capability: Gpio.
int GPIO_OpenAsInput(GPIO_Id gpioId);

/// Opens a pin as an output and drives it at once, without passing through another level.
///
/// @param gpioId        the pin
/// @param outputMode    one of GPIO_OutputMode
/// @param initialValue  one of GPIO_Value: the level from the first moment on
/// @return a descriptor, closed with close(2); or -1 with errno
///   - EINVAL  outputMode or initialValue is none of its enumerators
///   - ENODEV  the chip has no such pin
///   - EACCES  the manifest's "Gpio" does not list it
///   - EBUSY   it is open already, or another app or core has it
///
/// Capability: Gpio.
int GPIO_OpenAsOutput(GPIO_Id gpioId, GPIO_OutputMode_Type outputMode,
                      GPIO_Value_Type initialValue);

/// Reads the level of a pin, input or output. An output gives what is on the pin, not what was last
/// written: where the mode releases the pin, whatever else is connected decides.
///
/// @param gpioFd    descriptor of the pin
/// @param outValue  receives a GPIO_Value; unchanged on failure
/// @return 0; or -1 with errno
///   - EFAULT  outValue is NULL
///   - EBADF   gpioFd is no open pin
///
/// Capability: none beyond that of opening.
int GPIO_GetValue(int gpioFd, GPIO_Value_Type* outValue);

/// Sets the level of an output. On an input this succeeds and does nothing.
///
/// @param gpioFd  descriptor of the pin
/// @param value   one of GPIO_Value
/// @return 0; or -1 with errno
///   - EBADF   gpioFd is no open pin
///   - EINVAL  value is no GPIO_Value
///
/// Capability: none beyond that of opening.
int GPIO_SetValue(int gpioFd, GPIO_Value_Type value);

#ifdef __cplusplus
}
#endif
