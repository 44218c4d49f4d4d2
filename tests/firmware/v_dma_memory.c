// The style of the vendor's DMA driver: channel 12 copies in SYSRAM, with an interrupt at the half
// and at the end, which it acknowledges after its callback; a channel that runs is left alone.

#include "report.h"
#include "stopwatch.h"
#include <perisphere/mt3620/dma.h>

enum { kSize = 256 };

static CORE_SYSRAM volatile uint8_t g_source[kSize];
static CORE_SYSRAM volatile uint8_t g_target[kSize];
static volatile uint32_t g_halves;
static volatile uint32_t g_ends;
static volatile bool g_done;

static Mt3620_DmaChannel* Dma(void)
{
    return MT3620_DMA_CHANNEL(MT3620_DMA_MEMORY);
}

static uint32_t GlobalStatus(void)
{
    return MT3620_DMA->GLBSTA[MT3620_DMA_MEMORY / 16U];
}

static void OnDma(void)
{
    Core_DisableInterrupt(MT3620_IRQ_DMA);
    if ((GlobalStatus() & MT3620_DMA_GLBSTA_IT(MT3620_DMA_MEMORY)) != 0) {
        if ((Dma()->INTSTA & MT3620_DMA_INT_DONE) != 0) {
            ++g_ends;
            g_done = true;
            Dma()->ACKINT = MT3620_DMA_INT_DONE;
        }
        if ((Dma()->INTSTA & MT3620_DMA_INT_HALF) != 0) {
            ++g_halves;
            Dma()->ACKINT = MT3620_DMA_INT_HALF;
        }
    }
    Core_EnableInterrupt(MT3620_IRQ_DMA, 5);
}

static void ResetChannel(void)
{
    MT3620_DMA->CH_RST &= ~(1U << MT3620_DMA_MEMORY);
    MT3620_DMA->CH_RST |= 1U << MT3620_DMA_MEMORY;
}

static void Copy(uint32_t size, uint32_t transfer, uint32_t options)
{
    g_halves = 0;
    g_ends = 0;
    g_done = false;
    ResetChannel();
    MT3620_DMA->CH_EN_SET |= 1U << MT3620_DMA_MEMORY;
    Dma()->SRC = Dma_Address(g_source);
    Dma()->DST = Dma_Address(g_target);
    Dma()->COUNT = size >> transfer;
    Dma()->CON = transfer | options | MT3620_DMA_CON_ITEN;
    Dma()->START = MT3620_DMA_START_STR;
    Stopwatch_Start();
    Stopwatch_WaitFor(&g_done, 1000);
}

static void Fill(uint32_t seed)
{
    for (uint32_t at = 0; at < kSize; ++at) {
        g_source[at] = (uint8_t)(at * 13U + seed);
        g_target[at] = 0xEE;
    }
}

static void Main(void)
{
    Report_Open();
    Core_EnableInterrupt(MT3620_IRQ_DMA, 5);
    Report_Equal("not-running", 0, GlobalStatus() & MT3620_DMA_GLBSTA_RUN(MT3620_DMA_MEMORY));

    Fill(1);
    Copy(kSize, MT3620_DMA_CON_WORD,
         MT3620_DMA_CON_SINC | MT3620_DMA_CON_DINC | MT3620_DMA_CON_HITEN);
    Report_Same("words", g_source, g_target, kSize);
    Report_Equal("one-end", 1, g_ends);
    Report_Equal("one-half", 1, g_halves);
    Report_Equal("nothing-left", 0, Dma()->RLCT & 0xFFFFU);
    Report_Equal("run-drops-at-the-end", 0,
                 GlobalStatus() & MT3620_DMA_GLBSTA_RUN(MT3620_DMA_MEMORY));
    Report_Equal("acknowledged", 0, Dma()->INTSTA);
    Report_Equal("ackint-reads-0", 0, Dma()->ACKINT);
    Dma()->START = 0;

    Fill(2);
    Copy(kSize - 1, MT3620_DMA_CON_BYTE, MT3620_DMA_CON_SINC | MT3620_DMA_CON_DINC);
    Report_Same("bytes", g_source, g_target, kSize - 1);
    Report_Equal("bytes-end-where-told", 0xEE, g_target[kSize - 1]);
    Report_Equal("no-half-unless-asked", 0, g_halves);
    Dma()->START = 0;

    Fill(3);
    Copy(kSize, MT3620_DMA_CON_HALFWORD, MT3620_DMA_CON_DINC); // the source stands still
    uint32_t wrong = 0;
    for (uint32_t at = 0; at < kSize; ++at) {
        wrong += g_target[at] != g_source[at % 2];
    }
    Report_Equal("source-stands-still", 0, wrong);
    Dma()->START = 0;
    Report_Done();
}

CORE_VECTOR_TABLE = {
    .stackTop = StackTop,
    .reset = Main,
    .hardFault = Fault_Report,
    .irq[MT3620_IRQ_DMA] = OnDma,
};
