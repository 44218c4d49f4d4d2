/// General purpose timers, five for each core.
///
/// | Timer | Counts | At | Does |
/// | --- | --- | --- | --- |
/// | GPT0, GPT1 | down from ICNT | 32,768 Hz or 993 Hz | an interrupt at 0, once or repeatedly |
/// | GPT2 | up | 32,768 Hz or 993 Hz | runs free |
/// | GPT3 | up from INIT | 26 MHz / 1 to 64, 1 MHz at the start | a pulse of interrupt at EXPIRE |
/// | GPT4 | up from INIT | the core's clock, or half of it | runs free |
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct {
    volatile uint32_t ISR; ///< 0x00: GPT0 and GPT1 have expired; written 1 clears
    volatile uint32_t IER; ///< 0x04: which of them interrupt
    uint32_t reserved08[2];
    volatile uint32_t GPT0_CTRL; ///< 0x10
    volatile uint32_t GPT0_ICNT; ///< 0x14: where it starts; a period is one more
    uint32_t reserved18[2];
    volatile uint32_t GPT1_CTRL; ///< 0x20
    volatile uint32_t GPT1_ICNT; ///< 0x24
    uint32_t reserved28[2];
    volatile uint32_t GPT2_CTRL; ///< 0x30
    volatile uint32_t GPT2_CNT;  ///< 0x34: may be written
    uint32_t reserved38[2];
    volatile uint32_t GPT0_CNT; ///< 0x40
    volatile uint32_t GPT1_CNT; ///< 0x44
    uint32_t reserved48[2];
    volatile uint32_t GPT3_CTRL;   ///< 0x50
    volatile uint32_t GPT3_INIT;   ///< 0x54
    volatile uint32_t GPT3_CNT;    ///< 0x58
    volatile uint32_t GPT3_EXPIRE; ///< 0x5C
    volatile uint32_t GPT4_CTRL;   ///< 0x60
    volatile uint32_t GPT4_INIT;   ///< 0x64
    volatile uint32_t GPT4_CNT;    ///< 0x68
} Mt3620_Gpt;

#ifndef __cplusplus
_Static_assert(offsetof(Mt3620_Gpt, GPT4_CNT) == 0x68, "MT3620's layout");
#endif

#define MT3620_GPT ((Mt3620_Gpt*)0x21030000U)

#define MT3620_GPT_GPT0 (1U << 0) ///< of ISR and IER
#define MT3620_GPT_GPT1 (1U << 1)
#define MT3620_GPT_CTRL_EN (1U << 0)      ///< a timer starts when this becomes 1
#define MT3620_GPT_CTRL_REPEAT (1U << 1)  ///< GPT0 and GPT1: start again at 0
#define MT3620_GPT_CTRL_32K (1U << 2)     ///< GPT0 and GPT1: 32,768 Hz, not 993 Hz
#define MT3620_GPT_CTRL_RESTART (1U << 3) ///< GPT0 and GPT1: load ICNT now; reads 0
#define MT3620_GPT2_CTRL_32K (1U << 1)
#define MT3620_GPT3_CTRL_ICLR (1U << 15)
#define MT3620_GPT3_CTRL_1MHZ (25U << 16) ///< OSC_CNT_1US: 26 MHz / 26
#define MT3620_GPT4_CTRL_HCLK (1U << 1)   ///< the core's clock, not half of it
#define MT3620_GPT_32K_HZ 32768U

/// Busy for `microseconds`, on GPT3, whose interrupt has to be off.
static inline void Gpt_WaitMicroseconds(uint32_t microseconds)
{
    MT3620_GPT->GPT3_CTRL = 0;
    MT3620_GPT->GPT3_INIT = 0;
    MT3620_GPT->GPT3_EXPIRE = UINT32_MAX; // out of the way: it may stop there
    MT3620_GPT->GPT3_CTRL = MT3620_GPT3_CTRL_1MHZ | MT3620_GPT_CTRL_EN;
    while (MT3620_GPT->GPT3_CNT < microseconds) {
        // busy
    }
    MT3620_GPT->GPT3_CTRL = 0;
}

/// GPT0 interrupts (MT3620_IRQ_GPT) every `ticks` of 1/32768 s, 2 at least.
static inline void Gpt_StartGpt0(uint32_t ticks)
{
    MT3620_GPT->GPT0_CTRL = MT3620_GPT_CTRL_32K | MT3620_GPT_CTRL_REPEAT;
    MT3620_GPT->GPT0_ICNT = ticks - 1U;
    MT3620_GPT->ISR = MT3620_GPT_GPT0;
    MT3620_GPT->IER |= MT3620_GPT_GPT0;
    MT3620_GPT->GPT0_CTRL |= MT3620_GPT_CTRL_EN;
}
