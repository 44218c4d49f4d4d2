// Sends back what arrives at the UART of header 2, 115200 baud, and tells of each line on the debug
// UART.
//
// The interrupt puts bytes into a ring, and the main program takes them out. Each index is written
// by one of the two alone, so that neither has to keep the other out.

#include <perisphere/mt3620/fault.h>

enum { kIsu = 0, kRingSize = 256 }; // a power of two: indices run on and wrap with it

static volatile uint8_t g_ring[kRingSize];
static volatile uint32_t g_received; // bytes that the interrupt has put in
static volatile uint32_t g_taken;    // bytes that the main program has taken out
static volatile uint32_t g_lost;
static volatile bool g_hasBytes; // wakes the main program

static void Receive(uint8_t byte)
{
    if (g_received - g_taken == kRingSize) {
        ++g_lost;
        return;
    }
    g_ring[g_received % kRingSize] = byte;
    ++g_received;
    g_hasBytes = true;
}

static void OnUart(void)
{
    Mt3620_Uart* const uart = MT3620_ISU_UART(kIsu);
    while ((uart->IIR & MT3620_UART_IIR_ID) != MT3620_UART_IIR_NONE) {
        while ((uart->LSR & MT3620_UART_LSR_DR) != 0) {
            Receive((uint8_t)uart->RBR);
        }
    }
}

static void OpenUart(void)
{
    Mt3620_Uart* const uart = MT3620_ISU_UART(kIsu);
    Uart_Open115200(uart);
    uart->FCR = MT3620_UART_FCR_FIFO_ENABLE | MT3620_UART_FCR_CLEAR_RX | MT3620_UART_FCR_CLEAR_TX;
    uart->IER = MT3620_UART_IER_ERBFI;
    Core_EnableInterrupt(MT3620_IRQ_ISU_UART(kIsu), 2);
}

static uint8_t TakeByte(void)
{
    while (g_received == g_taken) {
        g_hasBytes = false;
        // The interrupt may have come since: only what it set after this line keeps the core awake.
        if (g_received == g_taken) {
            Core_SleepUnless(&g_hasBytes);
        }
    }
    const uint8_t byte = g_ring[g_taken % kRingSize];
    ++g_taken;
    return byte;
}

static void Main(void)
{
    uint32_t length = 0;

    Core_UseVectorTable(&VectorTable);
    Uart_Open115200(MT3620_DEBUG_UART);
    OpenUart();
    Print("echoing\n");
    for (;;) {
        const uint8_t byte = TakeByte();
        Uart_WriteByte(MT3620_ISU_UART(kIsu), byte);
        ++length;
        if (byte == '\n') {
            Print("line of %u bytes, %u lost\n", (unsigned)length, (unsigned)g_lost);
            length = 0;
        }
    }
}

CORE_VECTOR_TABLE = {
    .stackTop = StackTop,
    .reset = Main,
    .hardFault = Fault_Report,
    .irq[MT3620_IRQ_ISU_UART(kIsu)] = OnUart,
};
