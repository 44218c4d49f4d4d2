/// The watchdog of a core. A reset by it starts the core through its vector table; memory is as it
/// was, variables that have initial values included.
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint32_t reserved00[12];
    volatile uint32_t MODE;     ///< 0x30: with the key
    volatile uint32_t LENGTH;   ///< 0x34: [15:5] ticks of 1/32 s, with the key
    volatile uint32_t RESTART;  ///< 0x38
    volatile uint32_t STA;      ///< 0x3C: why the core was reset; outlasts the reset
    volatile uint32_t INTERVAL; ///< 0x40
    volatile uint32_t SWRST;    ///< 0x44
} Mt3620_Watchdog;

#ifndef __cplusplus
_Static_assert(offsetof(Mt3620_Watchdog, SWRST) == 0x44, "MT3620's layout");
#endif

#define MT3620_WATCHDOG ((Mt3620_Watchdog*)0x21020000U)

#define MT3620_WATCHDOG_MODE_KEY 0x2200U
#define MT3620_WATCHDOG_MODE_ENABLE (1U << 0)
#define MT3620_WATCHDOG_MODE_IRQ (1U << 3) ///< an interrupt instead of a reset
#define MT3620_WATCHDOG_LENGTH(ticks) (((ticks) << 5U) | 0x08U)
#define MT3620_WATCHDOG_RESTART_KEY 0x1971U
#define MT3620_WATCHDOG_SWRST_KEY 0x1209U
#define MT3620_WATCHDOG_STA_TIMEOUT (1U << 15)
#define MT3620_WATCHDOG_STA_SOFTWARE (1U << 14)
