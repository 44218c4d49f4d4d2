/// An ISU as SPI controller. A transfer is an opcode of 0 to 4 bytes, and then data in one
/// direction (up to 32 bytes) or in both at once (up to 16).
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct {
    volatile uint32_t STCSR;   ///< 0x00: start
    volatile uint32_t SOAR;    ///< 0x04: opcode; its most significant byte goes out first
    volatile uint32_t SDOR[8]; ///< 0x08: bytes to send, the first in the lowest bits
    volatile uint32_t SMMR;    ///< 0x28: mode
    volatile uint32_t SMBCR;   ///< 0x2C: how many bits
    volatile uint32_t Q_CTL;   ///< 0x30
    volatile uint32_t SCSR;    ///< 0x34: done; reading clears it and the interrupt
    volatile uint32_t CSPOL;   ///< 0x38: polarity of chip selects, DMA
    uint32_t reserved3C;
    volatile uint32_t DATAPORT; ///< 0x40: groups of 13 words by DMA
    uint32_t reserved44;
    volatile uint32_t SDIR[8]; ///< 0x48: bytes that were received
} Mt3620_Spi;

#ifndef __cplusplus
_Static_assert(offsetof(Mt3620_Spi, SMMR) == 0x28, "MT3620's layout");
_Static_assert(offsetof(Mt3620_Spi, SDIR) == 0x48, "MT3620's layout");
#endif

#define MT3620_ISU_SPI(n) ((Mt3620_Spi*)(0x38070300U + 0x10000U * (n))) ///< ISU 0 to 4

#define MT3620_SPI_STCSR_START (1U << 8)
#define MT3620_SPI_STCSR_BUSY (1U << 16)
#define MT3620_SPI_SMMR_MORE_BUF (1U << 2) ///< lengths are in SMBCR; always
#define MT3620_SPI_SMMR_CPOL (1U << 4)
#define MT3620_SPI_SMMR_CPHA (1U << 5)
#define MT3620_SPI_SMMR_INT_EN (1U << 9)
#define MT3620_SPI_SMMR_FULL_DUPLEX (1U << 10)
#define MT3620_SPI_SMMR_CLK_SEL(divider) (((divider)-2U) << 16U) ///< 80 MHz / divider, from 2
#define MT3620_SPI_SMMR_CHIP_SELECT(n) ((uint32_t)(n) << 29U)    ///< 0 CSA, 1 CSB, 7 none
#define MT3620_SPI_SMBCR_MOSI_BITS(bits) (bits)
#define MT3620_SPI_SMBCR_MISO_BITS(bits) ((bits) << 12U)
#define MT3620_SPI_SMBCR_OPCODE_BITS(bits) ((bits) << 24U)
#define MT3620_SPI_SCSR_OK (1U << 0)
#define MT3620_SPI_CSPOL_DMA (1U << 8)
#define MT3620_SPI_MAX_BYTES 32U
