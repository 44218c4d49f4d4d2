// The style of the vendor's GPT driver: GPT3's interrupt is cleared by a pulse of ICLR, before the
// start and in the handler; GPT0's flag is acknowledged alone, one timer an interrupt.

#include "report.h"
#include "stopwatch.h"

static volatile uint32_t g_gpt3;
static volatile uint32_t g_gpt01[2];

static void Spin(void)
{
    for (volatile uint32_t count = 0; count < 30; ++count) {
        // a few microseconds
    }
}

static void ClearGpt3(void)
{
    MT3620_GPT->GPT3_CTRL |= MT3620_GPT3_CTRL_ICLR;
    Spin();
    MT3620_GPT->GPT3_CTRL &= ~MT3620_GPT3_CTRL_ICLR;
}

static void OnGpt3(void)
{
    ClearGpt3();
    ++g_gpt3;
}

static void OnGpt(void)
{
    const uint32_t flags = MT3620_GPT->ISR;
    const uint32_t timer = (flags & MT3620_GPT_GPT0) != 0 ? 0 : 1;
    MT3620_GPT->ISR = 1U << timer;
    ++g_gpt01[timer];
}

static void StartGpt3(uint32_t microseconds)
{
    Mt3620_Gpt* const gpt = MT3620_GPT;
    gpt->GPT3_CTRL &= ~MT3620_GPT_CTRL_EN;
    gpt->GPT3_INIT = 0;
    gpt->GPT3_CTRL = (gpt->GPT3_CTRL & ~(0x3FU << 16)) | MT3620_GPT3_CTRL_1MHZ;
    gpt->GPT3_EXPIRE = microseconds;
    ClearGpt3();
    Core_EnableInterrupt(MT3620_IRQ_GPT3, 5);
    gpt->GPT3_CTRL |= MT3620_GPT_CTRL_EN;
}

static void StartGpt01(unsigned timer, uint32_t ticks)
{
    volatile uint32_t* const control = timer == 0 ? &MT3620_GPT->GPT0_CTRL : &MT3620_GPT->GPT1_CTRL;
    volatile uint32_t* const count = timer == 0 ? &MT3620_GPT->GPT0_ICNT : &MT3620_GPT->GPT1_ICNT;
    *control |= MT3620_GPT_CTRL_32K;
    *count = ticks;
    *control |= MT3620_GPT_CTRL_REPEAT;
    MT3620_GPT->ISR = 1U << timer;
    MT3620_GPT->IER |= 1U << timer;
    *control |= MT3620_GPT_CTRL_EN;
}

static void TestGpt3(void)
{
    Stopwatch_Start();
    StartGpt3(5000);
    Stopwatch_WaitForCount(&g_gpt3, 1, 1000);
    Report_InRange("gpt3-expires", 163, 167, Stopwatch_Ticks()); // 5 ms are 163.8
    Stopwatch_Pass(1000);
    Report_Equal("gpt3-expires-once", 1, g_gpt3);
    Report_Equal("gpt3-stays-enabled", MT3620_GPT_CTRL_EN,
                 MT3620_GPT->GPT3_CTRL & MT3620_GPT_CTRL_EN);
    MT3620_GPT->GPT3_CTRL &= ~MT3620_GPT_CTRL_EN;
    Spin();
    Stopwatch_Start();
    MT3620_GPT->GPT3_CTRL |= MT3620_GPT_CTRL_EN;
    Stopwatch_WaitForCount(&g_gpt3, 2, 1000);
    Report_InRange("gpt3-starts-again", 163, 167, Stopwatch_Ticks());
    Core_DisableInterrupt(MT3620_IRQ_GPT3);

    // Not a power of two of the divider, and one tick: 26 MHz / 13.
    MT3620_GPT->GPT3_CTRL = 12U << 16;
    MT3620_GPT->GPT3_EXPIRE = UINT32_MAX;
    Stopwatch_Start();
    MT3620_GPT->GPT3_CTRL |= MT3620_GPT_CTRL_EN;
    Stopwatch_Pass(328); // 10 ms
    Report_InRange("gpt3-at-2MHz", 19900, 20200, MT3620_GPT->GPT3_CNT);
    MT3620_GPT->GPT3_CTRL = MT3620_GPT3_CTRL_1MHZ;
}

// Both expire together: neither is lost.
static void TestGpt01(void)
{
    Core_EnableInterrupt(MT3620_IRQ_GPT, 5);
    const uint32_t primask = Core_MaskInterrupts();
    Stopwatch_Start();
    StartGpt01(0, 100);
    StartGpt01(1, 100);
    Core_RestoreInterrupts(primask);
    Stopwatch_WaitForCount(&g_gpt01[1], 10, 2000);
    const uint32_t ticks = Stopwatch_Ticks();
    MT3620_GPT->IER = 0;
    Report_InRange("gpt1-ten-times", 10, 10, g_gpt01[1]);
    Report_InRange("gpt0-as-often", 10, 10, g_gpt01[0]);
    Report_InRange("ten-periods", 999, 1014, ticks);
}

static void Main(void)
{
    Report_Open();
    TestGpt3();
    TestGpt01();
    Report_Done();
}

CORE_VECTOR_TABLE = {
    .stackTop = StackTop,
    .reset = Main,
    .hardFault = Fault_Report,
    .irq = {[MT3620_IRQ_GPT] = OnGpt, [MT3620_IRQ_GPT3] = OnGpt3},
};
