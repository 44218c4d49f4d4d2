// The style of Codethink's ISU UART: both directions through virtual FIFOs of DMA. ISU0's TXD
// (GPIO26) and RXD (GPIO28) have to be joined.

#include "report.h"
#include "stopwatch.h"
#include <perisphere/mt3620/dma.h>

enum { kIsu = 0, kTxSize = 256, kRxSize = 32, kLength = 200 };

static CORE_SYSRAM volatile uint8_t g_tx[kTxSize];
static CORE_SYSRAM volatile uint8_t g_rx[kRxSize];
static uint8_t g_sent[kLength];
static uint8_t g_received[kLength + kRxSize];
static volatile uint32_t g_count;

static Mt3620_DmaChannel* Tx(void)
{
    return MT3620_DMA_CHANNEL(MT3620_DMA_ISU_UART_TX(kIsu));
}

static Mt3620_DmaChannel* Rx(void)
{
    return MT3620_DMA_CHANNEL(MT3620_DMA_ISU_UART_RX(kIsu));
}

// Takes all that is in the ring.
static void Drain(void)
{
    uint32_t pointer = Rx()->SWPTR;
    for (uint32_t left = Rx()->FFCNT; left > 0; --left) {
        const uint32_t offset = pointer & 0xFFFFU;
        if (g_count < sizeof(g_received)) {
            g_received[g_count] = g_rx[offset];
        }
        ++g_count;
        pointer = offset + 1U < kRxSize ? pointer + 1U
                                        : (pointer ^ MT3620_DMA_PTR_WRAP) & MT3620_DMA_PTR_WRAP;
    }
    Rx()->SWPTR = pointer;
}

static void OnDma(void)
{
    if ((Rx()->INTSTA & MT3620_DMA_INT_DONE) != 0) {
        Drain();
        Rx()->ACKINT = MT3620_DMA_INT_DONE;
    }
}

// The line is idle, and what came is in the ring already. Reading VFIFO_EN acknowledges that.
static void OnUart(void)
{
    Mt3620_Uart* const uart = MT3620_ISU_UART(kIsu);
    while ((uart->IIR & MT3620_UART_IIR_ID) != MT3620_UART_IIR_NONE) {
        Drain();
        (void)uart->VFIFO_EN;
    }
}

static void Open(void)
{
    Mt3620_Uart* const uart = MT3620_ISU_UART(kIsu);
    Uart_Open115200(uart);
    uart->FCR = MT3620_UART_FCR_FIFO_ENABLE | MT3620_UART_FCR_CLEAR_RX | MT3620_UART_FCR_CLEAR_TX |
                MT3620_UART_FCR_TX_TRIGGER_4 | MT3620_UART_FCR_RX_TRIGGER_12;
    uart->VFIFO_EN = 1;
    MT3620_DMA->CH_EN_SET = 1U << MT3620_DMA_ISU_UART_TX(kIsu) | 1U << MT3620_DMA_ISU_UART_RX(kIsu);

    Tx()->START = 0;
    Tx()->FIXADDR = Dma_Address(&uart->THR);
    Tx()->PGMADDR = Dma_Address(g_tx);
    Tx()->FFSIZE = kTxSize;
    Tx()->COUNT = 0;
    Tx()->CON = MT3620_DMA_CON_BYTE | MT3620_DMA_CON_DREQ;
    Tx()->SWPTR = Tx()->HWPTR;

    Rx()->START = 0;
    Rx()->FIXADDR = Dma_Address(&uart->RBR);
    Rx()->PGMADDR = Dma_Address(g_rx);
    Rx()->FFSIZE = kRxSize;
    Rx()->COUNT = kRxSize / 2;
    Rx()->CON =
        MT3620_DMA_CON_BYTE | MT3620_DMA_CON_DREQ | MT3620_DMA_CON_ITEN | MT3620_DMA_CON_TO_MEMORY;
    Rx()->SWPTR = 0;
    uart->EXTEND_ADD = MT3620_UART_EXTEND_ADD_RX_DMA | MT3620_UART_EXTEND_ADD_TX_AUTO;
    uart->IER = MT3620_UART_IER_ERBFI;
    Core_EnableInterrupt(MT3620_IRQ_ISU_UART(kIsu), 2);
    Core_EnableInterrupt(MT3620_IRQ_DMA, 2);
    Rx()->START = MT3620_DMA_START_STR;
}

static void Send(uint32_t length)
{
    Mt3620_Uart* const uart = MT3620_ISU_UART(kIsu);
    Tx()->START = 0; // the hardware's pointer is 0 then
    for (uint32_t at = 0; at < length; ++at) {
        g_tx[at] = g_sent[at];
    }
    Tx()->SWPTR = length == kTxSize ? MT3620_DMA_PTR_WRAP : length;
    uart->EXTEND_ADD &= ~MT3620_UART_EXTEND_ADD_TX_DMA;
    Dma_ClearRequest(MT3620_DMA_ISU_UART_TX(kIsu));
    Tx()->START = MT3620_DMA_START_STR;
    uart->EXTEND_ADD |= MT3620_UART_EXTEND_ADD_TX_DMA;
}

static void WaitUntilSent(uint32_t ticks)
{
    const uint32_t start = Stopwatch_Ticks();
    while (((Tx()->FFSTA & MT3620_DMA_FFSTA_EMPTY) == 0 ||
            (MT3620_ISU_UART(kIsu)->LSR & MT3620_UART_LSR_TEMT) == 0) &&
           Stopwatch_Ticks() - start < ticks) {
        // busy
    }
}

static void Main(void)
{
    Report_Open();
    for (uint32_t at = 0; at < kLength; ++at) {
        g_sent[at] = (uint8_t)(at * 7U + 1U);
    }
    Open();
    Stopwatch_Start();
    Send(kLength);
    WaitUntilSent(2000);
    Report_InRange("tx-duration", 560, 590, Stopwatch_Ticks()); // 17.4 ms are 570
    Stopwatch_WaitForCount(&g_count, kLength, 200);
    Report_Equal("all-received", kLength, g_count);
    Report_Same("as-sent", g_sent, g_received, kLength);
    g_count = 0;
    Send(5); // fewer than the threshold: the idle line tells
    Stopwatch_WaitForCount(&g_count, 5, 200);
    Report_Equal("few-received-by-timeout", 5, g_count);
    Report_Equal("tx-pointer-from-0-again", 5, Tx()->HWPTR);
    Report_Done();
}

CORE_VECTOR_TABLE = {
    .stackTop = StackTop,
    .reset = Main,
    .hardFault = Fault_Report,
    .irq = {[MT3620_IRQ_DMA] = OnDma, [MT3620_IRQ_ISU_UART(kIsu)] = OnUart},
};
