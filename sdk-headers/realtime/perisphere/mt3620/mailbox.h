/// Mailboxes: to the A7, and to the other real-time core. Each has a FIFO of 15 items (a command
/// and its data) in either direction, and eight software interrupts in either direction.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    volatile uint32_t VERSION;  ///< 0x00
    volatile uint32_t GEN_CTRL; ///< 0x04
    uint32_t reserved08[3];
    volatile uint32_t SW_TX_INT_PORT; ///< 0x14: written 1 raises the peer's software interrupt
    volatile uint32_t SW_RX_INT_EN;   ///< 0x18
    volatile uint32_t SW_RX_INT_STS;  ///< 0x1C: written 1 clears; set whether enabled or not
    volatile uint32_t FIFO_CTRL;      ///< 0x20
    uint32_t reserved24[3];
    volatile uint32_t NF_THRS;   ///< 0x30
    volatile uint32_t NE_THRS;   ///< 0x34
    volatile uint32_t INT_EN;    ///< 0x38: of the FIFOs
    volatile uint32_t INT_STS;   ///< 0x3C: written 1 clears
    volatile uint32_t CMD_PUSH;  ///< 0x40: posts the item, its DATA written before
    volatile uint32_t DATA_PUSH; ///< 0x44
    volatile uint32_t PUSH_CNT;  ///< 0x48: items that the peer has not read
    uint32_t reserved4C;
    volatile uint32_t CMD_POP;  ///< 0x50: takes the item, its DATA read before
    volatile uint32_t DATA_POP; ///< 0x54
    volatile uint32_t POP_CNT;  ///< 0x58: items that wait here
} Mt3620_Mailbox;

#ifndef __cplusplus
_Static_assert(offsetof(Mt3620_Mailbox, NF_THRS) == 0x30, "MT3620's layout");
_Static_assert(offsetof(Mt3620_Mailbox, POP_CNT) == 0x58, "MT3620's layout");
#endif

#define MT3620_MBOX ((Mt3620_Mailbox*)0x21050000U)    ///< to the A7
#define MT3620_M4_MBOX ((Mt3620_Mailbox*)0x21060000U) ///< to the other real-time core

#define MT3620_MBOX_RESET_OWN (1U << 1) ///< GEN_CTRL
#define MT3620_MBOX_INT_WR (1U << 1)    ///< INT_EN and INT_STS: the peer has posted an item
#define MT3620_MBOX_DEPTH 15U

/// Posts an item; false if the FIFO is full.
static inline bool Mailbox_Post(Mt3620_Mailbox* mailbox, uint32_t command, uint32_t data)
{
    if (mailbox->PUSH_CNT >= MT3620_MBOX_DEPTH) {
        return false;
    }
    mailbox->DATA_PUSH = data;
    mailbox->CMD_PUSH = command;
    return true;
}

/// Takes an item; false if there is none.
static inline bool Mailbox_Take(Mt3620_Mailbox* mailbox, uint32_t* command, uint32_t* data)
{
    if (mailbox->POP_CNT == 0) {
        return false;
    }
    *data = mailbox->DATA_POP;
    *command = mailbox->CMD_POP;
    return true;
}
