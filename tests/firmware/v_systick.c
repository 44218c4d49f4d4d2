// The style of the vendor's delays: microseconds by polling the system timer's value, milliseconds
// by the count of its handler, at 197.6 MHz.

#include "report.h"
#include "stopwatch.h"
#include <perisphere/mt3620/clock.h>

enum { kCyclesPerMillisecond = 197600, kCyclesPerMicrosecond = 198 };

static volatile uint32_t g_milliseconds;

static void OnSysTick(void)
{
    ++g_milliseconds;
}

static void DelayMilliseconds(uint32_t milliseconds)
{
    const uint32_t end = g_milliseconds + milliseconds;
    while (g_milliseconds != end) {
        // busy
    }
}

// By the value, which counts down and wraps each millisecond.
static void DelayMicroseconds(uint32_t microseconds)
{
    uint32_t left = microseconds * kCyclesPerMicrosecond;
    uint32_t before = CORE_SYSTICK->VAL;
    for (;;) {
        const uint32_t now = CORE_SYSTICK->VAL;
        const uint32_t passed = now <= before ? before - now : before + kCyclesPerMillisecond - now;
        if (passed >= left) {
            return;
        }
        left -= passed;
        before = now;
    }
}

// How far the value moves between two polls, at most: loops wait for it to be within 100 of 0.
static uint32_t LargestStep(void)
{
    uint32_t largest = 0;
    uint32_t before = CORE_SYSTICK->VAL;
    for (uint32_t poll = 0; poll < 1000; ++poll) {
        const uint32_t now = CORE_SYSTICK->VAL;
        if (now <= before && before - now > largest) {
            largest = before - now;
        }
        before = now;
    }
    return largest;
}

static void Main(void)
{
    Report_Open();
    Clock_SetSource(0); // as the vendor's start-up code: first 26 MHz, then the PLL
    Clock_SetSource(MT3620_HCLK_SOURCE_PLL);
    Core_StartSysTick(kCyclesPerMillisecond, 7);
    Stopwatch_Start();
    DelayMilliseconds(1); // to a whole one
    Stopwatch_Start();
    DelayMilliseconds(100);
    Report_InRange("delay-100ms", 3270, 3284, Stopwatch_Ticks()); // 3276.8
    Stopwatch_Start();
    DelayMicroseconds(10000);
    Report_InRange("delay-10000us", 327, 333, Stopwatch_Ticks()); // 327.7, of 198 cycles each
    const uint32_t primask = Core_MaskInterrupts();
    const uint32_t step = LargestStep();
    Core_RestoreInterrupts(primask);
    Report_InRange("value-moves-finely", 1, 99, step);
    Report_Equal("countflag-of-a-whole-period", CORE_SYSTICK_COUNTFLAG,
                 CORE_SYSTICK->CTRL & CORE_SYSTICK_COUNTFLAG);
    // The UARTs do not follow the core's clock, or this could not be read.
    Clock_SetSource(MT3620_HCLK_SOURCE_XTAL);
    DelayMilliseconds(1);
    Stopwatch_Start();
    DelayMilliseconds(10);
    Report_InRange("ticks-follow-the-core-clock", 2480, 2500, Stopwatch_Ticks()); // 7.6 times: 2490
    Report_Done();
}

CORE_VECTOR_TABLE = {
    .stackTop = StackTop,
    .reset = Main,
    .hardFault = Fault_Report,
    .sysTick = OnSysTick,
};
