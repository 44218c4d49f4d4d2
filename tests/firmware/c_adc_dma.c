// The style of Codethink's ADC driver: samples through a virtual FIFO of DMA, once or periodically.
// ADC0 is at half of the reference (1.25 V), ADC1 at ground.

#include "report.h"
#include "stopwatch.h"
#include <perisphere/mt3620/adc.h>
#include <perisphere/mt3620/dma.h>

enum { kRingSize = 32, kChannels = 2 };

static CORE_SYSRAM volatile uint32_t g_ring[kRingSize];
static volatile uint32_t g_interrupts;
static volatile uint32_t g_taken;
static volatile uint32_t g_samples[kRingSize];
static volatile bool g_done;

static Mt3620_DmaChannel* Dma(void)
{
    return MT3620_DMA_CHANNEL(MT3620_DMA_ADC);
}

// Takes what is there when the interrupt is handled, and then acknowledges.
static void OnDma(void)
{
    uint32_t pointer = Dma()->SWPTR;
    for (uint32_t left = Dma()->FFCNT; left > 0; --left) {
        const uint32_t offset = pointer & 0xFFFFU;
        g_samples[g_taken % kRingSize] = g_ring[offset / 4U];
        ++g_taken;
        pointer = offset + 4U < sizeof(g_ring)
                      ? pointer + 4U
                      : (pointer ^ MT3620_DMA_PTR_WRAP) & MT3620_DMA_PTR_WRAP;
    }
    Dma()->SWPTR = pointer;
    Dma()->ACKINT = MT3620_DMA_INT_DONE;
    ++g_interrupts;
    g_done = true;
}

static void Start(uint32_t threshold, uint32_t size, uint32_t period)
{
    Mt3620_Adc* const adc = MT3620_ADC;
    adc->GLOBAL_CTRL &= ~MT3620_ADC_RUN;
    adc->GLOBAL_CTRL |= MT3620_ADC_RUN;
    adc->CTL3 = MT3620_ADC_CTL3_COMPARATOR_DELAY(1U) | MT3620_ADC_CTL3_PREAMP_CURRENT(1U) |
                MT3620_ADC_CTL3_PREAMP_EN | MT3620_ADC_CTL3_MUX_EN | MT3620_ADC_CTL3_VCM_EN |
                MT3620_ADC_CTL3_CLOCK_EN;
    adc->CTL0 = MT3620_ADC_CTL0_T_CH(8U) | MT3620_ADC_CTL0_T_INIT(20U);
    while ((adc->DEBUG16 & 0x1FU) != ((adc->DEBUG16 >> 5) & 0x1FU)) {
        (void)adc->RBR;
    }
    Gpt_WaitMicroseconds(50);
    MT3620_DMA->CH_EN_SET = 1U << MT3620_DMA_ADC;
    Dma()->START = 0;
    Dma()->FIXADDR = Dma_Address(&adc->RBR);
    Dma()->PGMADDR = Dma_Address(g_ring);
    Dma()->FFSIZE = size;
    Dma()->COUNT = threshold;
    Dma()->SWPTR = 0;
    Dma()->ACKINT = MT3620_DMA_INT_DONE;
    adc->DMA_EN |= MT3620_ADC_DMA_EN_RX;
    Dma()->CON =
        MT3620_DMA_CON_WORD | MT3620_DMA_CON_DREQ | MT3620_DMA_CON_ITEN | MT3620_DMA_CON_TO_MEMORY;
    Dma()->START = MT3620_DMA_START_STR;
    Core_EnableInterrupt(MT3620_IRQ_DMA, 2);
    adc->CTL0 |= MT3620_ADC_CTL0_CHANNELS((1U << kChannels) - 1U);
    if (period > 0) {
        adc->CTL1 = period - 1U;
        adc->CTL0 |= MT3620_ADC_CTL0_PERIODIC;
    }
    g_done = false;
    g_taken = 0;
    g_interrupts = 0;
    adc->CTL0 |= MT3620_ADC_CTL0_FSM_EN;
    Stopwatch_Start();
}

static void Stop(void)
{
    Dma()->START = 0;
    MT3620_ADC->CTL0 &= ~MT3620_ADC_CTL0_FSM_EN;
}

static void TestOnce(void)
{
    Start(kChannels, kRingSize, 0);
    Stopwatch_WaitFor(&g_done, 1000);
    Report_Equal("whole-scan-in-one-interrupt", kChannels, g_taken);
    Stopwatch_Pass(100);
    Report_Equal("one-scan-only", kChannels, g_taken);
    Report_Equal("channels-ascend", 0x10,
                 MT3620_ADC_SAMPLE_CHANNEL(g_samples[0]) | MT3620_ADC_SAMPLE_CHANNEL(g_samples[1])
                                                               << 4);
    Report_InRange("adc0-at-half", 2000, 2096, MT3620_ADC_SAMPLE_VALUE(g_samples[0]));
    Report_InRange("adc1-at-ground", 0, 40, MT3620_ADC_SAMPLE_VALUE(g_samples[1]));
    Stop();
}

static void TestPeriodic(void)
{
    enum { kThreshold = kRingSize * 3 / 4, kScans = kThreshold / kChannels };
    Start(kThreshold, kRingSize, MT3620_ADC_CLOCK_HZ / 1000); // 1 ms and the scan's 33 us or so
    Stopwatch_WaitForCount(&g_interrupts, 4, MT3620_GPT_32K_HZ);
    const uint32_t passed = Stopwatch_Ticks();
    Report_InRange("periodic-samples", 4 * kThreshold, 4 * kThreshold + 4 * kChannels, g_taken);
    // 48 scans of 1 to 1.05 ms each.
    Report_InRange("periodic-duration", 47 * 32, 50 * 34, passed);
    Stop();
    const uint32_t taken = g_taken;
    Stopwatch_Pass(200);
    Report_Equal("stopped", taken, g_taken);
}

static void Main(void)
{
    Report_Open();
    TestOnce();
    TestPeriodic();
    Report_Done();
}

CORE_VECTOR_TABLE = {
    .stackTop = StackTop,
    .reset = Main,
    .hardFault = Fault_Report,
    .irq[MT3620_IRQ_DMA] = OnDma,
};
