// Sends back what an app of the high-level core sends. That app is in the folder high_level.

#include "intercore.h"

#include <perisphere/mt3620/fault.h>

static void WaitForSignal(void)
{
    while (!g_intercoreSignalled) {
        Core_SleepUnless(&g_intercoreSignalled);
    }
}

// Sends, and waits for room where there is none.
static IntercoreResult Send(const ComponentId* destination, const void* payload, uint32_t size)
{
    for (;;) {
        g_intercoreSignalled = false;
        const IntercoreResult result = Intercore_Send(destination, payload, size);
        if (result != Intercore_Full) {
            return result;
        }
        WaitForSignal();
    }
}

// Echoes all that is there; signals merge, so that one may stand for many messages.
static IntercoreResult EchoAll(void)
{
    static uint8_t payload[kMaxPayload];
    for (;;) {
        ComponentId partner;
        uint32_t size = sizeof(payload);
        IntercoreResult result = Intercore_Receive(&partner, payload, &size);
        if (result == Intercore_Ok) {
            result = Send(&partner, payload, size);
        }
        if (result != Intercore_Ok) {
            return result;
        }
        Print("echoed %u bytes\n", (unsigned)size);
    }
}

static void Main(void)
{
    Core_UseVectorTable(&VectorTable);
    Uart_Open115200(MT3620_DEBUG_UART);
    Print("waiting for the partner\n");
    Intercore_Open();
    Print("echoing\n");
    while (EchoAll() == Intercore_Empty) {
        WaitForSignal();
        g_intercoreSignalled = false; // before looking, so that what comes meanwhile is not missed
    }
    Print("the rings are corrupt\n");
    Core_Stop();
}

CORE_VECTOR_TABLE = {
    .stackTop = StackTop,
    .reset = Main,
    .hardFault = Fault_Report,
    .irq[MT3620_IRQ_MBOX_SW] = Intercore_OnInterrupt,
};
