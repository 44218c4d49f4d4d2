// The style of Microsoft's samples: a polled debug UART whose FIFO control is never written, waits
// on GPT3, and GPT0 as one-shot timer of "1 kHz" with its interrupt.

#include "report.h"
#include "stopwatch.h"

static volatile uint32_t g_expirations;

static void OnGpt(void)
{
    MT3620_GPT->ISR = MT3620_GPT_GPT0;
    ++g_expirations;
}

static void WaitMicroseconds(uint32_t microseconds)
{
    MT3620_GPT->GPT3_INIT = 0;
    MT3620_GPT->GPT3_CTRL = (0x19U << 16) | 1U;
    while (MT3620_GPT->GPT3_CNT < microseconds) {
        // busy
    }
    MT3620_GPT->GPT3_CTRL = 0;
}

static void StartOneShot(uint32_t ticks)
{
    MT3620_GPT->GPT0_CTRL = 0;
    MT3620_GPT->GPT0_ICNT = ticks;
    MT3620_GPT->GPT0_CTRL = MT3620_GPT_CTRL_EN | MT3620_GPT_CTRL_RESTART;
}

static void TestWait(void)
{
    Stopwatch_Start();
    WaitMicroseconds(1000);
    Report_InRange("gpt3-wait-1000us", 32, 34, Stopwatch_Ticks()); // 32.8
    Stopwatch_Start();
    WaitMicroseconds(50000);
    Report_InRange("gpt3-wait-50ms", 1638, 1640, Stopwatch_Ticks()); // 1638.4
}

static void TestOneShot(void)
{
    MT3620_GPT->IER = MT3620_GPT_GPT0;
    Core_EnableInterrupt(MT3620_IRQ_GPT, 2);
    Stopwatch_Start();
    StartOneShot(10);
    Stopwatch_WaitForCount(&g_expirations, 1, 1000);
    // 10 or 11 ticks, of 33 each; a tick of the timer may be under way when it starts.
    Report_InRange("gpt0-one-shot-duration", 10 * 33 - 33, 11 * 33 + 2, Stopwatch_Ticks());
    Report_Equal("gpt0-one-shot-ends", 0, MT3620_GPT->GPT0_CTRL & MT3620_GPT_CTRL_EN);
    Report_Equal("gpt0-one-shot-count", 0, MT3620_GPT->GPT0_CNT);
    Report_Equal("gpt0-restart-reads-0", 0, MT3620_GPT->GPT0_CTRL & MT3620_GPT_CTRL_RESTART);
    Stopwatch_Pass(1000);
    Report_Equal("gpt0-one-shot-fires-once", 1, g_expirations);
    StartOneShot(10);
    Stopwatch_WaitForCount(&g_expirations, 2, 1000);
    Report_Equal("gpt0-starts-again", 2, g_expirations);
}

static void Main(void)
{
    Report_Open();
    TestWait();
    TestOneShot();
    Report_Done();
}

CORE_VECTOR_TABLE = {
    .stackTop = StackTop,
    .reset = Main,
    .hardFault = Fault_Report,
    .irq[MT3620_IRQ_GPT] = OnGpt,
};
