/// GPIO. Pins come in blocks, which an app's manifest grants as a whole. SET and RESET registers
/// change the pins whose bits are written 1, and read 0.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    volatile uint32_t GLOBAL_CTRL; ///< 0x00: of groups: counter, PWM
    volatile uint32_t DIN_GROUP;   ///< 0x04: levels, in groups and at the ADC
    uint32_t reserved08;
    volatile uint32_t DIN_ISU; ///< 0x0C: levels, in ISUs
    volatile uint32_t DOUT;    ///< 0x10: level of outputs
    volatile uint32_t DOUT_SET;
    volatile uint32_t DOUT_RESET;
    uint32_t reserved1C;
    volatile uint32_t OE; ///< 0x20: output enable
    volatile uint32_t OE_SET;
    volatile uint32_t OE_RESET;
    uint32_t reserved2C;
    volatile uint32_t PU; ///< 0x30: pull-up enable
    volatile uint32_t PU_SET;
    volatile uint32_t PU_RESET;
    uint32_t reserved3C;
    volatile uint32_t PD; ///< 0x40: pull-down enable
    volatile uint32_t PD_SET;
    volatile uint32_t PD_RESET;
    uint32_t reserved4C[5];
    volatile uint32_t IES; ///< 0x60: input enable
    volatile uint32_t IES_SET;
    volatile uint32_t IES_RESET;
} Mt3620_Gpio;

#ifndef __cplusplus
_Static_assert(offsetof(Mt3620_Gpio, DOUT) == 0x10, "MT3620's layout");
_Static_assert(offsetof(Mt3620_Gpio, IES_RESET) == 0x68, "MT3620's layout");
#endif

/// The block of four that GPIO `pin`, 0 to 23, belongs to, and its bit there.
#define MT3620_GPIO_GROUP(pin) ((Mt3620_Gpio*)(0x38010000U + 0x10000U * ((pin) / 4U)))
#define MT3620_GPIO_BIT(pin) (1U << ((pin) % 4U))

/// GLOBAL_CTRL of groups 0 to 2: the PWM unit is not held in reset.
#define MT3620_GPIO_GLOBAL_PWM_RUN (1U << 2)

// For GPIO 0 to 23.

static inline void Gpio_OpenAsOutput(unsigned pin, bool high)
{
    Mt3620_Gpio* const group = MT3620_GPIO_GROUP(pin);
    const uint32_t bit = MT3620_GPIO_BIT(pin);
    if (high) {
        group->DOUT_SET = bit;
    } else {
        group->DOUT_RESET = bit;
    }
    group->IES_RESET = bit;
    group->OE_SET = bit; // last: the pin has its level from the first moment
}

static inline void Gpio_OpenAsInput(unsigned pin)
{
    MT3620_GPIO_GROUP(pin)->OE_RESET = MT3620_GPIO_BIT(pin);
    MT3620_GPIO_GROUP(pin)->IES_SET = MT3620_GPIO_BIT(pin);
}

static inline void Gpio_Write(unsigned pin, bool high)
{
    if (high) {
        MT3620_GPIO_GROUP(pin)->DOUT_SET = MT3620_GPIO_BIT(pin);
    } else {
        MT3620_GPIO_GROUP(pin)->DOUT_RESET = MT3620_GPIO_BIT(pin);
    }
}

static inline bool Gpio_Read(unsigned pin)
{
    return (MT3620_GPIO_GROUP(pin)->DIN_GROUP & MT3620_GPIO_BIT(pin)) != 0;
}
