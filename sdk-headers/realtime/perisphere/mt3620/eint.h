/// External interrupts: EINT n is the level at GPIO n, 0 to 23, on MT3620_IRQ_EINT(n).
#pragma once

#include <stdint.h>

/// DBNC_CON of EINT `n`.
#define MT3620_EINT_DBNC_CON(n) ((volatile uint32_t*)(0x21000000U + 4U * (n)))
#define MT3620_EINT_CNT(ticks) (ticks)               ///< [3:0] debounce, ticks of PRESCALER
#define MT3620_EINT_PRESCALER(shift) ((shift) << 4U) ///< [6:4] ticks of 8 kHz >> shift
#define MT3620_EINT_DUAL (1U << 7)                   ///< both edges
#define MT3620_EINT_POL (1U << 8)                    ///< 1: falling edge or low level
#define MT3620_EINT_EN (1U << 9)                     ///< debounce

/// IRQ_SENS: bit i of word k is interrupt 32k + i; 1 is level, 0 edge.
#define MT3620_IRQ_SENS(irq) ((volatile uint32_t*)(0x21000200U + 4U * ((irq) / 32U)))
