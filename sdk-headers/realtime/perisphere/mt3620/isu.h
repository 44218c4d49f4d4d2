/// What the roles of an ISU (UART, I2C, SPI) share: clocks and reset. The block also holds the
/// registers of its five pins, with the layout of gpio.h.
#pragma once

#include <stdint.h>

typedef struct {
    volatile uint32_t GLOBAL_CTRL; ///< 0x00
    uint32_t reserved04[39];
    volatile uint32_t EA; ///< 0xA0: pad enable
} Mt3620_Isu;

#define MT3620_ISU(n) ((Mt3620_Isu*)(0x38070000U + 0x10000U * (n))) ///< 0 to 4

#define MT3620_ISU_RUN (1U << 0) ///< 0 resets the block
#define MT3620_ISU_CLOCK_I2C (1U << 8)
#define MT3620_ISU_CLOCK_SPI (0xFU << 9)
#define MT3620_ISU_CLOCK_UART (3U << 13)
#define MT3620_ISU_EA_I2C (3U << 1) ///< the pads of SCL and SDA

/// Resets the block and gives it the clock of one role, MT3620_ISU_CLOCK_….
static inline void Isu_Open(unsigned isu, uint32_t clock)
{
    MT3620_ISU(isu)->GLOBAL_CTRL &= ~MT3620_ISU_RUN;
    MT3620_ISU(isu)->GLOBAL_CTRL |= MT3620_ISU_RUN;
    MT3620_ISU(isu)->GLOBAL_CTRL |= clock;
}
