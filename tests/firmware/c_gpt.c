// The style of Codethink's timer driver: registers are read, modified and written back as a whole,
// flags included; GPT0 and GPT1 share an interrupt; GPT3 has its interrupt cleared once and for
// all; pausing keeps the count in software.

#include "report.h"
#include "stopwatch.h"

static volatile uint32_t g_gpt0;
static volatile uint32_t g_gpt1;
static volatile uint32_t g_gpt3;

// Clears "by writing 0": the register is read, one flag is made 0, and what is written back clears
// the other one, since 1 is what clears. After both writes both flags are gone all the same.
static void OnGpt(void)
{
    const uint32_t flags = MT3620_GPT->ISR;
    MT3620_GPT->ISR = MT3620_GPT->ISR & ~MT3620_GPT_GPT0;
    MT3620_GPT->ISR = MT3620_GPT->ISR & ~MT3620_GPT_GPT1;
    g_gpt0 += (flags & MT3620_GPT_GPT0) != 0;
    g_gpt1 += (flags & MT3620_GPT_GPT1) != 0;
}

// Repeats by starting anew, and never touches ICLR: a level held here would come back for ever.
static void OnGpt3(void)
{
    ++g_gpt3;
    MT3620_GPT->GPT3_CTRL &= ~MT3620_GPT_CTRL_EN;
    MT3620_GPT->GPT3_CTRL |= MT3620_GPT_CTRL_EN;
}

static void Start(volatile uint32_t* control, volatile uint32_t* count, uint32_t flag,
                  uint32_t mode, uint32_t ticks)
{
    *control = mode;
    *control |= MT3620_GPT_CTRL_RESTART;
    MT3620_GPT->ISR &= ~flag;
    MT3620_GPT->IER |= flag;
    *count = ticks - 1U;
    *control |= MT3620_GPT_CTRL_EN;
}

static void TestRepeat(void)
{
    Core_EnableInterrupt(MT3620_IRQ_GPT, 2);
    Stopwatch_Start();
    Start(&MT3620_GPT->GPT0_CTRL, &MT3620_GPT->GPT0_ICNT, MT3620_GPT_GPT0,
          MT3620_GPT_CTRL_REPEAT | MT3620_GPT_CTRL_32K, 64);
    Start(&MT3620_GPT->GPT1_CTRL, &MT3620_GPT->GPT1_ICNT, MT3620_GPT_GPT1,
          MT3620_GPT_CTRL_REPEAT | MT3620_GPT_CTRL_32K, 256);
    Stopwatch_WaitForCount(&g_gpt1, 8, 4096);
    const uint32_t passed = Stopwatch_Ticks();
    MT3620_GPT->GPT0_CTRL &= ~MT3620_GPT_CTRL_EN;
    MT3620_GPT->GPT1_CTRL &= ~MT3620_GPT_CTRL_EN;
    Report_InRange("gpt1-eight-periods", 8 * 256 - 2, 8 * 256 + 8 + 2, passed);
    Report_InRange("gpt0-four-times-as-often", 31, 33, g_gpt0);
    Report_Equal("gpt1-counted", 8, g_gpt1);
    MT3620_GPT->IER = 0;
    const uint32_t before = g_gpt0;
    Stopwatch_Pass(256);
    Report_Equal("gpt0-stopped", before, g_gpt0);
}

// The count is sampled before the start and has to differ right after it.
static void TestFreeRun(void)
{
    Mt3620_Gpt* const gpt = MT3620_GPT;
    gpt->GPT0_CTRL = MT3620_GPT_CTRL_32K;
    gpt->GPT0_ICNT = UINT32_MAX;
    const uint32_t before = gpt->GPT0_CNT;
    gpt->GPT0_CTRL |= MT3620_GPT_CTRL_EN;
    Stopwatch_Start();
    while (gpt->GPT0_CNT == before && Stopwatch_Ticks() < 4) {
        // busy
    }
    Report_InRange("gpt0-count-changes-at-once", 0, 3, Stopwatch_Ticks());
    Stopwatch_Start();
    const uint32_t first = gpt->GPT0_CNT;
    Stopwatch_Pass(100);
    Report_InRange("gpt0-counts-down", 99, 102, first - gpt->GPT0_CNT);

    // Pause, and resume with what was left.
    const uint32_t left = gpt->GPT0_CNT;
    gpt->GPT0_CTRL &= ~MT3620_GPT_CTRL_EN;
    Stopwatch_Pass(10);
    gpt->GPT0_ICNT = left;
    gpt->GPT0_CTRL |= MT3620_GPT_CTRL_EN;
    Report_InRange("gpt0-resumes", left - 3U, left, gpt->GPT0_CNT);
    gpt->GPT0_CTRL = 0;
}

static void TestGpt2And4(void)
{
    Mt3620_Gpt* const gpt = MT3620_GPT;
    gpt->GPT2_CTRL = 0;
    gpt->GPT2_CNT = 0xFFFFFFF0U;
    Report_Equal("gpt2-written", 0xFFFFFFF0U, gpt->GPT2_CNT);
    gpt->GPT2_CTRL = MT3620_GPT2_CTRL_32K | MT3620_GPT_CTRL_EN;
    Gpt_WaitMicroseconds(1000);
    Report_InRange("gpt2-wraps", 32 - 16, 34 - 16, gpt->GPT2_CNT);
    gpt->GPT2_CTRL = 0;
    const uint32_t held = gpt->GPT2_CNT;
    Gpt_WaitMicroseconds(100);
    Report_Equal("gpt2-holds", held, gpt->GPT2_CNT);

    gpt->GPT4_CTRL = 0;
    gpt->GPT4_INIT = 1000;
    gpt->GPT4_CTRL = MT3620_GPT4_CTRL_HCLK;
    gpt->GPT4_CTRL |= MT3620_GPT_CTRL_EN;
    Gpt_WaitMicroseconds(100);
    // 26 a microsecond at 26 MHz, besides a few instructions.
    Report_InRange("gpt4-counts-the-core-clock", 1000 + 2600, 1000 + 2600 + 300, gpt->GPT4_CNT);
    gpt->GPT4_CTRL = 0;
}

static void TestGpt3(void)
{
    Mt3620_Gpt* const gpt = MT3620_GPT;
    gpt->GPT3_CTRL = MT3620_GPT3_CTRL_1MHZ;
    gpt->GPT3_INIT = 0;
    gpt->GPT3_EXPIRE = 1000 - 1;
    Core_EnableInterrupt(MT3620_IRQ_GPT3, 2);
    gpt->GPT3_CTRL |= MT3620_GPT3_CTRL_ICLR; // and left so
    Stopwatch_Start();
    gpt->GPT3_CTRL |= MT3620_GPT_CTRL_EN;
    Stopwatch_WaitForCount(&g_gpt3, 10, 1000);
    const uint32_t passed = Stopwatch_Ticks();
    Core_DisableInterrupt(MT3620_IRQ_GPT3);
    gpt->GPT3_CTRL &= ~MT3620_GPT_CTRL_EN;
    Report_Equal("gpt3-repeats", 10, g_gpt3);
    Report_InRange("gpt3-ten-periods", 326, 332, passed); // 10 ms are 327.7
}

static void Main(void)
{
    Report_Open();
    TestRepeat();
    TestFreeRun();
    TestGpt2And4();
    TestGpt3();
    Report_Done();
}

CORE_VECTOR_TABLE = {
    .stackTop = StackTop,
    .reset = Main,
    .hardFault = Fault_Report,
    .irq = {[MT3620_IRQ_GPT] = OnGpt, [MT3620_IRQ_GPT3] = OnGpt3},
};
