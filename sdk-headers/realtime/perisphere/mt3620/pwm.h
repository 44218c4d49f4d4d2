/// Pulse width modulation: three controllers of four channels, on GPIO 0 to 11. Channel c of
/// controller n is GPIO 4n + c.
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct {
    volatile uint32_t CTRL;     ///< 0x0
    volatile uint32_t PARAM_S0; ///< 0x4: ticks on in [15:0], off in [31:16]
    volatile uint32_t PARAM_S1; ///< 0x8: the second state
    uint32_t reservedC;
} Mt3620_PwmChannel;

typedef struct {
    volatile uint32_t GLO_CTRL; ///< 0x000
    uint32_t reserved004[63];
    Mt3620_PwmChannel channel[4]; ///< 0x100
} Mt3620_Pwm;

#ifndef __cplusplus
_Static_assert(offsetof(Mt3620_Pwm, channel) == 0x100, "MT3620's layout");
_Static_assert(sizeof(Mt3620_PwmChannel) == 0x10, "MT3620's layout");
#endif

#define MT3620_PWM(n) ((Mt3620_Pwm*)(0x38011000U + 0x10000U * (n))) ///< 0 to 2

#define MT3620_PWM_GLO_CTRL_IDENTITY 0xE400U ///< each channel at its own pin
#define MT3620_PWM_GLO_CTRL_32K (0U << 1)    ///< ticks of 32,768 Hz
#define MT3620_PWM_GLO_CTRL_2MHZ (1U << 1)
#define MT3620_PWM_GLO_CTRL_26MHZ (2U << 1)
#define MT3620_PWM_CTRL_KICK (1U << 0) ///< the channel takes what was written
#define MT3620_PWM_CTRL_REPLAY (1U << 1)
#define MT3620_PWM_CTRL_POLARITY (1U << 2) ///< inverted
#define MT3620_PWM_CTRL_CLOCK_EN (1U << 4)
#define MT3620_PWM_CTRL_S0_STAY(cycles) ((cycles) << 8U)            ///< cycles in the first state
#define MT3620_PWM_CTRL_S1_STAY(cycles) ((uint32_t)(cycles) << 20U) ///< in the second
#define MT3620_PWM_PARAM(on, off) ((on) | ((uint32_t)(off) << 16U))
