// Analog inputs.
//
// A controller is opened as a whole: while the app has it, all its pins are analog inputs. Each
// call names the channel. close(2) frees the controller and changes nothing else; the reference
// voltage stays.
//
// The MT3620 has one controller with 8 channels, on GPIO41 to GPIO48. A sample has 12 bits:
// volts = sample * reference / 4095; a voltage above the reference reads 4095.
//
// Threads: calls on different channels may run at the same time; calls on one channel are for the
// app to serialise. API sets: later than 5, before that beta.
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Number of a controller, from 0: MT3620_ADC_CONTROLLER0 of hw/mt3620.h, or a board header's name.
typedef uint32_t ADC_ControllerId;

/// Number of a channel of its controller, from 0: MT3620_ADC_CHANNEL<n> of hw/mt3620.h.
typedef uint32_t ADC_ChannelId;

/// Opens a controller for this app alone.
///
/// @param id  the controller
/// @return a descriptor, closed with close(2); or -1 with errno
///   - EACCES  the manifest's "Adc" does not list the controller, or the chip does not have it
///   - EBUSY   it is open already
///
/// Capability: Adc.
static inline int ADC_Open(ADC_ControllerId id);

/// Gives the number of bits in a sample, 12 on the MT3620.
///
/// @param fd       descriptor of the controller
/// @param channel  the channel
/// @return bits, above 0; or -1 with errno
///   - EBADF   fd is no open controller
///   - EINVAL  the controller has no such channel
static inline int ADC_GetSampleBitCount(int fd, ADC_ChannelId channel);

/// Selects the reference voltage: what the highest sample stands for. All channels of the
/// controller share it. The MT3620 has 1.8 V and 2.5 V and takes the nearer of both, 2.5 V
/// from 2.15 V on; scale with the one it took. 2.5 V at first.
///
/// @param fd                descriptor of the controller
/// @param channel           the channel
/// @param referenceVoltage  volts, 1.8 to 2.5
/// @return 0; or -1 with errno
///   - EBADF   fd is no open controller
///   - EINVAL  the hardware has no such reference, or no such channel
static inline int ADC_SetReferenceVoltage(int fd, ADC_ChannelId channel, float referenceVoltage);

/// Converts once and waits for the result, some tens of microseconds.
///
/// @param fd              descriptor of the controller
/// @param channel         the channel
/// @param outSampleValue  receives the sample; unchanged on failure
/// @return 0; or -1 with errno
///   - EFAULT     outSampleValue is NULL
///   - EBADF      fd is no open controller
///   - EINVAL     the controller has no such channel
///   - EACCES     the app may no longer use the controller
///   - ETIMEDOUT  the conversion did not end
static inline int ADC_Poll(int fd, ADC_ChannelId channel, uint32_t* outSampleValue);

#ifdef __cplusplus
}
#endif

#include <applibs/adc_internal.h>
