/// Interrupt numbers of the MT3620's real-time cores, as the NVIC counts them: the exception number
/// of each is 16 more. Both cores have the same map.
///
/// Blocks that the cores share (GPIO, ISUs, ADC) raise the line at both; the core that has enabled
/// it takes the interrupt.
#pragma once

#define MT3620_IRQ_GPT 1             ///< GPT0 and GPT1, level: (ISR & IER) != 0
#define MT3620_IRQ_GPT3 2            ///< GPT3 has reached EXPIRE, a pulse
#define MT3620_IRQ_WATCHDOG 3        ///< the watchdog in interrupt mode
#define MT3620_IRQ_DEBUG_UART 4      ///< this core's debug UART
#define MT3620_IRQ_MBOX_POSTED 8     ///< the A7 has posted an item (WR), a pulse
#define MT3620_IRQ_MBOX_SW 11        ///< software interrupts from the A7
#define MT3620_IRQ_M4_MBOX_POSTED 14 ///< the other real-time core has posted an item (WR), a pulse
#define MT3620_IRQ_M4_MBOX_SW 17     ///< software interrupts from the other real-time core

/// External interrupt `n`, 0 to 23: the level at GPIO `n`.
#define MT3620_IRQ_EINT(n) (20 + (n))

// ISU `n`, 0 to 4. A block is one of the four at a time, and so is its interrupt.
#define MT3620_IRQ_ISU_I2C(n) (44 + 4 * (n))
#define MT3620_IRQ_ISU_SPI(n) (45 + 4 * (n))
#define MT3620_IRQ_ISU_UART(n) (47 + 4 * (n))

#define MT3620_IRQ_ADC 70 ///< the ADC's FIFO has reached its trigger level
#define MT3620_IRQ_DMA 77 ///< all channels of this core's DMA controller

/// Lines that a vector table has entries for. The last source is 79; tables have 100 by custom.
#define MT3620_IRQ_COUNT 100
