/// The ADC: eight channels of 12 bits; channel n is GPIO 41 + n. Its clock is 2 MHz.
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct {
    volatile uint32_t GLOBAL_CTRL; ///< 0x000
    uint32_t reserved004[63];
    volatile uint32_t CTL0; ///< 0x100: start, averaging, channels
    volatile uint32_t CTL1; ///< 0x104: clocks between scans
    volatile uint32_t CTL2; ///< 0x108
    volatile uint32_t CTL3; ///< 0x10C: the analogue part
    uint32_t reserved110[60];
    volatile uint32_t RBR; ///< 0x200: takes a sample out of the FIFO
    volatile uint32_t IER; ///< 0x204
    uint32_t reserved208[3];
    volatile uint32_t LSR; ///< 0x214
    uint32_t reserved218[13];
    volatile uint32_t DMA_EN; ///< 0x24C
    uint32_t reserved250[4];
    volatile uint32_t TRI_LVL; ///< 0x260: [6:2] samples before the interrupt
    uint32_t reserved264[28];
    volatile uint32_t DEBUG16; ///< 0x2D4: the FIFO's pointers
} Mt3620_Adc;

#ifndef __cplusplus
_Static_assert(offsetof(Mt3620_Adc, RBR) == 0x200, "MT3620's layout");
_Static_assert(offsetof(Mt3620_Adc, DEBUG16) == 0x2D4, "MT3620's layout");
#endif

#define MT3620_ADC ((Mt3620_Adc*)0x38000000U)

#define MT3620_ADC_RUN (1U << 0) ///< GLOBAL_CTRL: 0 resets the ADC
#define MT3620_ADC_CTL0_FSM_EN (1U << 0)
#define MT3620_ADC_CTL0_AVERAGE(log2) ((log2) << 1U) ///< of 2^log2 samples, 0 to 6
#define MT3620_ADC_CTL0_T_CH(clocks) ((clocks) << 4U)
#define MT3620_ADC_CTL0_PERIODIC (1U << 8)
#define MT3620_ADC_CTL0_T_INIT(clocks) ((clocks) << 9U)
#define MT3620_ADC_CTL0_CHANNELS(map) ((uint32_t)(map) << 16U) ///< a bit a channel
#define MT3620_ADC_CTL3_COMPARATOR_DELAY(n) (n)
#define MT3620_ADC_CTL3_PREAMP_CURRENT(n) ((n) << 2U)
#define MT3620_ADC_CTL3_PREAMP_EN (1U << 4)
#define MT3620_ADC_CTL3_MUX_EN (1U << 11)
#define MT3620_ADC_CTL3_VCM_EN (1U << 13)
#define MT3620_ADC_CTL3_CLOCK_EN (1U << 15)
#define MT3620_ADC_CTL3_REFERENCE_1V8 (1U << 31) ///< 0: full scale is 2.5 V
#define MT3620_ADC_IER_RX (1U << 0)
#define MT3620_ADC_LSR_DATA_READY (1U << 0)
#define MT3620_ADC_DMA_EN_RX (1U << 0)
#define MT3620_ADC_TRI_LVL(samples) ((samples) << 2U)

#define MT3620_ADC_CLOCK_HZ 2000000U
#define MT3620_ADC_FULL_SCALE_MILLIVOLTS 2500U

// A sample, as RBR and DMA give it.
#define MT3620_ADC_SAMPLE_CHANNEL(word) ((word)&0xFU)
#define MT3620_ADC_SAMPLE_VALUE(word) (((word) >> 4U) & 0xFFFU)
