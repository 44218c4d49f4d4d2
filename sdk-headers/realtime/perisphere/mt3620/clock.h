/// The core's clock (HCLK). CPU, bus, SysTick and GPT4 follow it; nothing else does.
#pragma once

#include <stdint.h>

/// HCLK_CK_CTRL: bits [9:8] choose the source; the others have to stay as they are.
#define MT3620_HCLK_CK_CTRL ((volatile uint32_t*)0x2101000CU)
#define MT3620_HCLK_SOURCE_MASK (3U << 8)
#define MT3620_HCLK_SOURCE_XTAL (0U << 8) ///< 26 MHz, as at the start
#define MT3620_HCLK_SOURCE_32K (1U << 8)  ///< 32,768 Hz
#define MT3620_HCLK_SOURCE_PLL (2U << 8)  ///< 197.6 MHz

#define MT3620_XTAL_HZ 26000000U
#define MT3620_PLL_HZ 197600000U

/// `source`: one of MT3620_HCLK_SOURCE_…
static inline void Clock_SetSource(uint32_t source)
{
    *MT3620_HCLK_CK_CTRL = (*MT3620_HCLK_CK_CTRL & ~MT3620_HCLK_SOURCE_MASK) | source;
}
