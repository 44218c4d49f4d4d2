// The mailbox between the real-time cores, in the style of the vendor's sample; v_mailbox_b runs on
// the other core. Either may be started first.

#include "v_mailbox.h"

static void Main(void)
{
    Report_Open();
    Mailbox_Open();
    uint32_t answered = 0;
    for (uint32_t n = 0; n < kItems; ++n) {
        uint32_t command = 0;
        uint32_t data = 0;
        Mailbox_Post(MT3620_M4_MBOX, ITEM_OF_A(n), n * 1000U);
        if (Mailbox_Wait(&command, &data) && command == ITEM_OF_B(n) && data == n * 1000U + 1U) {
            ++answered;
        }
    }
    Report_Equal("a-items-answered", kItems, answered);
    Report_InRange("a-interrupts-for-items", 1, kItems, g_posted);
    Report_Equal("a-nothing-left", 0, MT3620_M4_MBOX->POP_CNT);
    MT3620_M4_MBOX->SW_TX_INT_PORT = 1;
    Report_Equal("a-tx-port-reads-0", 0, MT3620_M4_MBOX->SW_TX_INT_PORT);
    Stopwatch_WaitFor(&g_softwareRaised, kPatience);
    Report_Equal("a-software-interrupt", 1, g_softwareRaised);

    // Fifteen fit; the other side does not read any more.
    uint32_t fitted = 0;
    while (fitted < 20 && Mailbox_Post(MT3620_M4_MBOX, fitted, 0)) {
        ++fitted;
    }
    Report_Equal("a-depth", MT3620_MBOX_DEPTH, fitted);
    Report_Equal("a-push-count", MT3620_MBOX_DEPTH, MT3620_M4_MBOX->PUSH_CNT);
    Report_Done();
}

CORE_VECTOR_TABLE = {
    .stackTop = StackTop,
    .reset = Main,
    .hardFault = Fault_Report,
    .irq =
        {
            [MT3620_IRQ_M4_MBOX_POSTED] = OnPosted,
            [MT3620_IRQ_M4_MBOX_SW] = OnSoftwareInterrupt,
        },
};
