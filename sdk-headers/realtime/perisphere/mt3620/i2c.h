/// An ISU as I2C controller. A transaction is one to three packets, each with its direction;
/// between packets is a repeated START. It ends with one interrupt (MT3620_IRQ_ISU_I2C), whether
/// the target acknowledged or not.
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct {
    volatile uint32_t INT_CTRL; ///< 0x00
    uint32_t reserved04[15];
    volatile uint32_t MM_PAD_CON0;    ///< 0x40
    volatile uint32_t MM_CNT_VAL_PHL; ///< 0x44: phases 0 and 1 of a clock, in clocks of 26 MHz
    volatile uint32_t MM_CNT_VAL_PHH; ///< 0x48: phases 2 and 3
    uint32_t reserved4C[2];
    volatile uint32_t MM_CNT_BYTE_VAL_PK[3]; ///< 0x54: bytes of each packet
    volatile uint32_t MM_ID_CON0;            ///< 0x60: the target's address
    uint32_t reserved64;
    volatile uint32_t MM_PACK_CON0; ///< 0x68: packets and their directions
    volatile uint32_t MM_ACK_VAL;   ///< 0x6C: what was not acknowledged; read only
    volatile uint32_t MM_CON0;      ///< 0x70
    volatile uint32_t MM_STATUS;    ///< 0x74
    volatile uint32_t MM_FIFO_CON0; ///< 0x78
    uint32_t reserved7C;
    volatile uint32_t MM_FIFO_STATUS; ///< 0x80: read only
    volatile uint32_t MM_FIFO_PTR;    ///< 0x84: read only
    uint32_t reserved88[2];
    volatile uint32_t MM_FIFO_DATA; ///< 0x90: write to send, read what was received
    uint32_t reserved94[11];
    volatile uint32_t DMA_CON0; ///< 0xC0
    volatile uint32_t S_CON0;   ///< 0xC4: the block as target
} Mt3620_I2c;

#ifndef __cplusplus
_Static_assert(offsetof(Mt3620_I2c, MM_FIFO_DATA) == 0x90, "MT3620's layout");
_Static_assert(offsetof(Mt3620_I2c, S_CON0) == 0xC4, "MT3620's layout");
#endif

#define MT3620_ISU_I2C(n) ((Mt3620_I2c*)(0x38070200U + 0x10000U * (n))) ///< ISU 0 to 4

#define MT3620_I2C_INT_STATUS (1U << 0) ///< a transaction has ended; written 1 clears
#define MT3620_I2C_INT_ENABLE (1U << 1)
#define MT3620_I2C_PAD_CLOCK_SYNC (1U << 7) ///< waits while a target holds SCL low
#define MT3620_I2C_PACK_READ(packet) (1U << (packet))
#define MT3620_I2C_PACK_COUNT(count) (((count)-1U) << 4U)
#define MT3620_I2C_ACK_DATA 0x0FFU    ///< bytes of data
#define MT3620_I2C_ACK_ADDRESS 0xF00U ///< addresses, one bit a packet
#define MT3620_I2C_CON_START (1U << 0)
#define MT3620_I2C_CON_GMODE (1U << 14)
#define MT3620_I2C_CON_MASTER_EN (1U << 15)
#define MT3620_I2C_STATUS_BUSY (1U << 0)
#define MT3620_I2C_STATUS_ARBITRATION_LOST (1U << 1) ///< written 1 clears
#define MT3620_I2C_STATUS_START_READY (1U << 2)
#define MT3620_I2C_FIFO_CLEAR 3U ///< of MM_FIFO_CON0: both
#define MT3620_I2C_FIFO_RX_EMPTY (1U << 0)
#define MT3620_I2C_FIFO_IDLE 0x11U ///< MM_FIFO_STATUS: both empty, nothing went wrong
#define MT3620_I2C_DMA_HANDSHAKE (1U << 4)
#define MT3620_I2C_FIFO_DEPTH 8U
#define MT3620_I2C_CLOCK_HZ 26000000U
