// Measures the voltage at ADC0 a hundred times a second and prints the least, the mean and the
// greatest of each second.
//
// The ADC measures by itself, and a DMA channel puts the samples into a ring in SYSRAM. The core
// wakes four times a second, when the ring has a quarter of a second's samples.

#include <perisphere/mt3620/adc.h>
#include <perisphere/mt3620/dma.h>
#include <perisphere/mt3620/fault.h>
#include <perisphere/mt3620/gpt.h>

enum { kChannel = 0, kSampleRate = 100, kWakeAt = kSampleRate / 4, kRingSize = 64 };

static CORE_SYSRAM volatile uint32_t g_ring[kRingSize]; // written by the DMA channel
static volatile bool g_hasSamples;

static void OnDma(void)
{
    // The threshold would interrupt again at once: it is off until the samples have been taken.
    MT3620_DMA_CHANNEL(MT3620_DMA_ADC)->CON &= ~MT3620_DMA_CON_ITEN;
    MT3620_DMA_CHANNEL(MT3620_DMA_ADC)->ACKINT = MT3620_DMA_INT_DONE;
    g_hasSamples = true;
}

static void StartDma(void)
{
    Mt3620_DmaChannel* const dma = MT3620_DMA_CHANNEL(MT3620_DMA_ADC);
    dma->START = 0;
    MT3620_DMA->CH_EN_SET = 1U << MT3620_DMA_ADC;
    dma->FIXADDR = Dma_Address(&MT3620_ADC->RBR);
    dma->PGMADDR = Dma_Address(g_ring);
    dma->FFSIZE = kRingSize;
    dma->COUNT = kWakeAt;
    dma->SWPTR = 0;
    dma->ACKINT = MT3620_DMA_INT_DONE;
    dma->CON =
        MT3620_DMA_CON_WORD | MT3620_DMA_CON_DREQ | MT3620_DMA_CON_ITEN | MT3620_DMA_CON_TO_MEMORY;
    Dma_ClearRequest(MT3620_DMA_ADC);
    dma->START = MT3620_DMA_START_STR;
    Core_EnableInterrupt(MT3620_IRQ_DMA, 2);
}

static void StartAdc(void)
{
    Mt3620_Adc* const adc = MT3620_ADC;
    adc->GLOBAL_CTRL &= ~MT3620_ADC_RUN;
    adc->GLOBAL_CTRL |= MT3620_ADC_RUN;
    adc->CTL3 = MT3620_ADC_CTL3_COMPARATOR_DELAY(1U) | MT3620_ADC_CTL3_PREAMP_CURRENT(1U) |
                MT3620_ADC_CTL3_PREAMP_EN | MT3620_ADC_CTL3_MUX_EN | MT3620_ADC_CTL3_VCM_EN |
                MT3620_ADC_CTL3_CLOCK_EN;
    Gpt_WaitMicroseconds(50); // until the analogue part has settled
    StartDma();
    adc->DMA_EN = MT3620_ADC_DMA_EN_RX;
    adc->CTL1 = MT3620_ADC_CLOCK_HZ / kSampleRate - 1U;
    adc->CTL0 = MT3620_ADC_CTL0_AVERAGE(3U) | MT3620_ADC_CTL0_T_CH(8U) | MT3620_ADC_CTL0_PERIODIC |
                MT3620_ADC_CTL0_T_INIT(20U) | MT3620_ADC_CTL0_CHANNELS(1U << kChannel);
    adc->CTL0 |= MT3620_ADC_CTL0_FSM_EN;
}

/// Takes a sample out of the ring; there has to be one.
static uint32_t TakeSample(void)
{
    Mt3620_DmaChannel* const dma = MT3620_DMA_CHANNEL(MT3620_DMA_ADC);
    const uint32_t pointer = dma->SWPTR;
    const uint32_t offset = pointer & ~MT3620_DMA_PTR_WRAP;
    const uint32_t next = offset + sizeof(g_ring[0]);
    const uint32_t sample = g_ring[offset / sizeof(g_ring[0])];
    // Full and empty differ by the bit that changes with each round.
    dma->SWPTR = next < sizeof(g_ring) ? pointer + sizeof(g_ring[0])
                                       : (pointer ^ MT3620_DMA_PTR_WRAP) & MT3620_DMA_PTR_WRAP;
    return sample;
}

static uint32_t Millivolts(uint32_t sample)
{
    return MT3620_ADC_SAMPLE_VALUE(sample) * MT3620_ADC_FULL_SCALE_MILLIVOLTS / 4096U;
}

static uint32_t WaitForSample(void)
{
    Mt3620_DmaChannel* const dma = MT3620_DMA_CHANNEL(MT3620_DMA_ADC);
    while (dma->FFCNT == 0) {
        g_hasSamples = false;
        dma->CON |= MT3620_DMA_CON_ITEN;
        while (!g_hasSamples) {
            Core_SleepUnless(&g_hasSamples);
        }
    }
    return TakeSample();
}

static void LogSecond(void)
{
    uint32_t least = UINT32_MAX;
    uint32_t greatest = 0;
    uint32_t sum = 0;
    for (unsigned count = 0; count < kSampleRate; ++count) {
        const uint32_t value = Millivolts(WaitForSample());
        least = value < least ? value : least;
        greatest = value > greatest ? value : greatest;
        sum += value;
    }
    Print("%u mV (%u to %u)\n", (unsigned)(sum / kSampleRate), (unsigned)least, (unsigned)greatest);
}

static void Main(void)
{
    Core_UseVectorTable(&VectorTable);
    Uart_Open115200(MT3620_DEBUG_UART);
    StartAdc();
    Print("logging ADC%u\n", (unsigned)kChannel);
    for (;;) {
        LogSecond();
    }
}

CORE_VECTOR_TABLE = {
    .stackTop = StackTop,
    .reset = Main,
    .hardFault = Fault_Report,
    .irq[MT3620_IRQ_DMA] = OnDma,
};
