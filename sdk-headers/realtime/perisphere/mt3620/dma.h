/// DMA: 30 channels for each core, each with its own purpose. DMA reaches SYSRAM and peripherals,
/// but not the TCM.
///
/// | Channel | Kind | For |
/// | --- | --- | --- |
/// | 2n, 2n + 1 | half size: memory on one side | ISU n: sending, receiving |
/// | 12 | full size | memory to memory |
/// | 13 + 2n, 14 + 2n | virtual FIFO: a ring in memory | ISU n as UART: sending, receiving |
/// | 29 | virtual FIFO | ADC |
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct {
    volatile uint32_t SRC;     ///< 0x00: full size only
    volatile uint32_t DST;     ///< 0x04: full size only
    volatile uint32_t WPPT;    ///< 0x08: transfers before the wrap
    volatile uint32_t WPTO;    ///< 0x0C: address after it
    volatile uint32_t COUNT;   ///< 0x10: transfers; of virtual FIFOs the threshold
    volatile uint32_t CON;     ///< 0x14
    volatile uint32_t START;   ///< 0x18
    volatile uint32_t INTSTA;  ///< 0x1C: read only
    volatile uint32_t ACKINT;  ///< 0x20: clears bits of INTSTA
    volatile uint32_t RLCT;    ///< 0x24: transfers that are left
    volatile uint32_t LIMITER; ///< 0x28
    volatile uint32_t PGMADDR; ///< 0x2C: address in memory
    uint32_t reserved30[2];
    volatile uint32_t FFCNT;  ///< 0x38: transfers in the virtual FIFO
    volatile uint32_t FFSTA;  ///< 0x3C
    volatile uint32_t ALTLEN; ///< 0x40
    volatile uint32_t FFSIZE; ///< 0x44: its size, in transfers
    uint32_t reserved48[2];
    volatile uint32_t TO; ///< 0x50
    uint32_t reserved54;
    volatile uint32_t HWPTR;   ///< 0x58: where the hardware is: [15:0] bytes, 16 wrapped
    volatile uint32_t SWPTR;   ///< 0x5C: where the program is, in the same form
    volatile uint32_t FIXADDR; ///< 0x60: address of the peripheral's data register
} Mt3620_DmaChannel;

/// What all channels share.
typedef struct {
    volatile uint32_t GLBSTA[2]; ///< 0x00: two bits a channel: running, interrupt pending
    volatile uint32_t CH_RST;    ///< 0x08: 0 holds a channel in reset
    volatile uint32_t GLO_CON;   ///< 0x0C
    uint32_t reserved10[4];
    volatile uint32_t CH_EN;     ///< 0x20
    volatile uint32_t CH_EN_SET; ///< 0x24
    volatile uint32_t CH_EN_CLR; ///< 0x28
    uint32_t reserved2C[9];
    volatile uint32_t SET_DREQ; ///< 0x50
    uint32_t reserved54;
    volatile uint32_t CLR_DREQ; ///< 0x58: forgets requests that were not served
} Mt3620_DmaGlobal;

#ifndef __cplusplus
_Static_assert(offsetof(Mt3620_DmaChannel, FIXADDR) == 0x60, "MT3620's layout");
_Static_assert(offsetof(Mt3620_DmaGlobal, CLR_DREQ) == 0x58, "MT3620's layout");
#endif

#define MT3620_DMA_CHANNEL(channel) ((Mt3620_DmaChannel*)(0x21080000U + 0x100U * (channel)))
#define MT3620_DMA ((Mt3620_DmaGlobal*)0x21084000U)

#define MT3620_DMA_ISU_TX(n) (2U * (n))
#define MT3620_DMA_ISU_RX(n) (2U * (n) + 1U)
#define MT3620_DMA_MEMORY 12U
#define MT3620_DMA_ISU_UART_TX(n) (13U + 2U * (n))
#define MT3620_DMA_ISU_UART_RX(n) (14U + 2U * (n))
#define MT3620_DMA_ADC 29U

#define MT3620_DMA_CON_BYTE 0U              ///< size of a transfer
#define MT3620_DMA_CON_HALFWORD 1U          ///< two bytes
#define MT3620_DMA_CON_WORD 2U              ///< four bytes
#define MT3620_DMA_CON_SINC (1U << 2)       ///< the source's address advances
#define MT3620_DMA_CON_DINC (1U << 3)       ///< the destination's address advances
#define MT3620_DMA_CON_DREQ (1U << 4)       ///< a transfer waits for the peripheral's request
#define MT3620_DMA_CON_HITEN (1U << 13)     ///< interrupt after the half
#define MT3620_DMA_CON_TOEN (1U << 14)      ///< interrupt when a virtual FIFO waits
#define MT3620_DMA_CON_ITEN (1U << 15)      ///< interrupt at the end, or at the threshold
#define MT3620_DMA_CON_WPSD_DST (1U << 16)  ///< the destination wraps, not the source
#define MT3620_DMA_CON_WPEN (1U << 17)      ///< wrap
#define MT3620_DMA_CON_TO_MEMORY (1U << 18) ///< DIR: from the peripheral to memory
#define MT3620_DMA_START_STR (1U << 15)
#define MT3620_DMA_INT_HALF (1U << 13)
#define MT3620_DMA_INT_DONE (1U << 15) ///< the end, or the threshold
#define MT3620_DMA_INT_TIMEOUT (1U << 16)
#define MT3620_DMA_FFSTA_EMPTY (1U << 1)
#define MT3620_DMA_PTR_WRAP (1U << 16)

/// Bits of a channel in GLBSTA[channel / 16].
#define MT3620_DMA_GLBSTA_RUN(channel) (1U << (2U * ((channel) % 16U)))
#define MT3620_DMA_GLBSTA_IT(channel) (2U << (2U * ((channel) % 16U)))

/// The form of an address that registers take.
static inline uint32_t Dma_Address(const volatile void* pointer)
{
    return (uint32_t)(uintptr_t)pointer;
}

/// Forgets requests that peripherals made before the channel was ready.
static inline void Dma_ClearRequest(unsigned channel)
{
    MT3620_DMA->CLR_DREQ = 0;
    MT3620_DMA->CLR_DREQ = 1U << channel;
    MT3620_DMA->CLR_DREQ = 0;
}
