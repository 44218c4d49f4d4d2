// The style of Codethink's debug UART: what is printed goes into a ring, and the interrupt of the
// empty transmit FIFO takes it out, sixteen bytes at a time. All of this firmware's report travels
// that way. What is received comes by interrupt too: the line "ping" has to be sent to it after it
// has said "send ping".

#include <stdint.h>

static void PutByte(uint8_t byte);
#define REPORT_BYTE(byte) PutByte((uint8_t)(byte))

#include "report.h"
#include "stopwatch.h"

enum { kRingSize = 64, kLineSize = 16 };

static uint8_t g_ring[kRingSize];
static volatile uint32_t g_put;
static volatile uint32_t g_sent;
static volatile uint32_t g_refills;

static char g_line[kLineSize];
static volatile uint32_t g_lineLength;
static volatile bool g_hasLine;

// With the interrupt kept out, or in it.
static void FillFifo(void)
{
    Mt3620_Uart* const uart = MT3620_DEBUG_UART;
    uint32_t room = MT3620_UART_TX_FIFO_DEPTH - uart->TX_OFFSET;
    for (; room > 0 && g_sent != g_put; --room) {
        uart->THR = g_ring[g_sent % kRingSize];
        ++g_sent;
    }
}

static void Receive(void)
{
    while ((MT3620_DEBUG_UART->LSR & MT3620_UART_LSR_DR) != 0) {
        const char byte = (char)MT3620_DEBUG_UART->RBR;
        if (byte == '\n') {
            g_hasLine = true;
        } else if (byte != '\r' && g_lineLength < kLineSize) {
            g_line[g_lineLength++] = byte;
        }
    }
}

static void OnUart(void)
{
    Mt3620_Uart* const uart = MT3620_DEBUG_UART;
    for (;;) {
        switch (uart->IIR & MT3620_UART_IIR_ID) {
        case MT3620_UART_IIR_THR_EMPTY:
            ++g_refills;
            FillFifo();
            if (g_sent == g_put) {
                uart->IER &= ~MT3620_UART_IER_ETBEI;
            }
            break;
        case MT3620_UART_IIR_RX_DATA:
        case MT3620_UART_IIR_RX_TIMEOUT:
            Receive();
            break;
        default: // none
            return;
        }
    }
}

static void PutByte(uint8_t byte)
{
    while (g_put - g_sent == kRingSize) {
        Core_WaitForInterrupt();
    }
    g_ring[g_put % kRingSize] = byte;
    const uint32_t primask = Core_MaskInterrupts();
    ++g_put;
    MT3620_DEBUG_UART->IER |= MT3620_UART_IER_ETBEI;
    Core_RestoreInterrupts(primask);
}

static void OpenUart(void)
{
    Mt3620_Uart* const uart = MT3620_DEBUG_UART;
    uart->LCR = 0xBF; // opens EFR
    uart->EFR |= 1U << 4;
    Uart_Open115200(uart);
    uart->FCR = MT3620_UART_FCR_FIFO_ENABLE | MT3620_UART_FCR_CLEAR_RX | MT3620_UART_FCR_CLEAR_TX |
                MT3620_UART_FCR_TX_TRIGGER_4 | MT3620_UART_FCR_RX_TRIGGER_12;
    uart->VFIFO_EN = 0;
    uart->IER = MT3620_UART_IER_ERBFI;
    Core_EnableInterrupt(MT3620_IRQ_DEBUG_UART, 2);
}

static void WaitUntilSent(void)
{
    while (g_sent != g_put || (MT3620_DEBUG_UART->LSR & MT3620_UART_LSR_TEMT) == 0) {
        // busy
    }
}

static void Main(void)
{
    Core_UseVectorTable(&VectorTable);
    OpenUart();
    Stopwatch_Start();
    Report_Text("0123456789012345678901234567890123456789012345678901234567890123456789"
                "0123456789012345678901234567890123456789012345678\n"); // 120 bytes, ring of 64
    WaitUntilSent();
    const uint32_t ticks = Stopwatch_Ticks();
    const uint32_t enables = MT3620_DEBUG_UART->IER;
    Report_InRange("ring-takes-the-line's-time", 330, 360, ticks); // 10.4 ms are 341
    WaitUntilSent();
    Report_Equal("ring-drained", g_put, g_sent);
    Report_InRange("fifo-refilled", 8, 1000, g_refills);
    Report_Equal("etbei-off-when-drained", 0, enables & MT3620_UART_IER_ETBEI);

    Report_Text("send ping\n");
    Stopwatch_WaitFor(&g_hasLine, 2 * MT3620_GPT_32K_HZ);
    Report_Equal("received-length", 4, g_lineLength);
    Report_Same("received-line", (const uint8_t*)"ping", (const uint8_t*)g_line, 4);
    Report_Text("done\n");
    WaitUntilSent();
    Core_Stop();
}

CORE_VECTOR_TABLE = {
    .stackTop = StackTop,
    .reset = Main,
    .hardFault = Fault_Report,
    .irq[MT3620_IRQ_DEBUG_UART] = OnUart,
};
