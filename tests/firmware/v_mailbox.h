// What the two programs of the mailbox between the cores agree on: A posts items, B answers each;
// then either raises the other's software interrupt 0.
#pragma once

#include "report.h"
#include "stopwatch.h"
#include <perisphere/mt3620/mailbox.h>

enum { kItems = 10, kPatience = 4 * 32768 };

#define ITEM_OF_A(n) (0xAAAAAA00U | (n))
#define ITEM_OF_B(n) (0xBBBBBB00U | (n))

static volatile uint32_t g_posted;     // interrupts: the peer has posted
static volatile bool g_softwareRaised; // the peer's software interrupt

static void OnPosted(void)
{
    const uint32_t status = MT3620_M4_MBOX->INT_STS & MT3620_M4_MBOX->INT_EN;
    MT3620_M4_MBOX->INT_STS = status;
    g_posted += (status & MT3620_MBOX_INT_WR) != 0;
}

static void OnSoftwareInterrupt(void)
{
    const uint32_t status = MT3620_M4_MBOX->SW_RX_INT_STS;
    MT3620_M4_MBOX->SW_RX_INT_STS = status;
    g_softwareRaised = (status & MT3620_M4_MBOX->SW_RX_INT_EN & 1U) != 0;
}

static inline void Mailbox_Open(void)
{
    MT3620_M4_MBOX->GEN_CTRL = MT3620_MBOX_RESET_OWN;
    MT3620_M4_MBOX->INT_STS = MT3620_MBOX_INT_WR;
    MT3620_M4_MBOX->INT_EN |= MT3620_MBOX_INT_WR;
    MT3620_M4_MBOX->SW_RX_INT_EN = 1;
    Core_EnableInterrupt(MT3620_IRQ_M4_MBOX_POSTED, 5);
    Core_EnableInterrupt(MT3620_IRQ_M4_MBOX_SW, 5);
    Stopwatch_Start();
}

// Waits for an item, with a limit.
static inline bool Mailbox_Wait(uint32_t* command, uint32_t* data)
{
    const uint32_t start = Stopwatch_Ticks();
    while (!Mailbox_Take(MT3620_M4_MBOX, command, data)) {
        if (Stopwatch_Ticks() - start > kPatience) {
            return false;
        }
    }
    return true;
}
