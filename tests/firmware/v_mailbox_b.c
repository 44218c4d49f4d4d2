// The other side of v_mailbox_a.

#include "v_mailbox.h"

static void Main(void)
{
    Report_Open();
    Mailbox_Open();
    uint32_t right = 0;
    for (uint32_t n = 0; n < kItems; ++n) {
        uint32_t command = 0;
        uint32_t data = 0;
        if (Mailbox_Wait(&command, &data) && command == ITEM_OF_A(n) && data == n * 1000U) {
            ++right;
        }
        Mailbox_Post(MT3620_M4_MBOX, ITEM_OF_B(n), data + 1U);
    }
    Report_Equal("b-items-received", kItems, right);
    Stopwatch_WaitFor(&g_softwareRaised, kPatience);
    Report_Equal("b-software-interrupt", 1, g_softwareRaised);
    MT3620_M4_MBOX->SW_TX_INT_PORT = 1;
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
