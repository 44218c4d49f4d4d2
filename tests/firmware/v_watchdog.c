// The style of the vendor's watchdog driver. The program is started three times: by the loader, by
// the watchdog and by a software reset. What it counts in .data outlasts the resets, since nothing
// is loaded again.

#include "report.h"
#include "stopwatch.h"
#include <perisphere/mt3620/watchdog.h>

#define LOADED 0x10ADED00U

static volatile uint32_t g_starts = LOADED; // in .data
static volatile bool g_barked;

static void OnWatchdog(void)
{
    g_barked = true;
    Core_DisableInterrupt(MT3620_IRQ_WATCHDOG);
}

static void Arm(uint32_t ticks, uint32_t mode)
{
    Mt3620_Watchdog* const watchdog = MT3620_WATCHDOG;
    watchdog->MODE = MT3620_WATCHDOG_MODE_KEY;
    watchdog->LENGTH = MT3620_WATCHDOG_LENGTH(ticks);
    watchdog->RESTART = MT3620_WATCHDOG_RESTART_KEY;
    watchdog->MODE = MT3620_WATCHDOG_MODE_KEY | MT3620_WATCHDOG_MODE_ENABLE | mode;
}

static __attribute__((noreturn)) void WaitForReset(const char* name)
{
    Stopwatch_Start();
    Stopwatch_Pass(2 * MT3620_GPT_32K_HZ);
    Report_Equal(name, 1, 0);
    Report_Done();
}

static void FirstStart(void)
{
    Report_Equal("first-start-has-no-cause", 0,
                 MT3620_WATCHDOG->STA &
                     (MT3620_WATCHDOG_STA_TIMEOUT | MT3620_WATCHDOG_STA_SOFTWARE));
    Core_EnableInterrupt(MT3620_IRQ_WATCHDOG, 5);
    Arm(7, MT3620_WATCHDOG_MODE_IRQ); // 1/4 s: drivers ask for one tick less
    Stopwatch_Start();
    for (uint32_t times = 0; times < 4; ++times) {
        Stopwatch_Pass(4096); // 1/8 s
        MT3620_WATCHDOG->RESTART = MT3620_WATCHDOG_RESTART_KEY;
    }
    Stopwatch_Start();
    Report_Equal("restarted-in-time", 0, g_barked);
    Stopwatch_WaitFor(&g_barked, MT3620_GPT_32K_HZ);
    const uint32_t ticks = Stopwatch_Ticks();
    Report_Equal("barks", 1, g_barked);
    Report_InRange("barks-after-its-time", 8 * 1024 - 4, 8 * 1024 + 4, ticks);
    Report_Equal("key-reads-0", 0, MT3620_WATCHDOG->MODE & MT3620_WATCHDOG_MODE_KEY);
    // What the vendor calls a hardware reset.
    CORE_NVIC->ISER[1] = 1U << 3; // an enabled interrupt, which the reset disables
    Arm(1, 0);
    WaitForReset("watchdog-resets");
}

static void SecondStart(void)
{
    Report_Equal("cause-is-timeout", MT3620_WATCHDOG_STA_TIMEOUT,
                 MT3620_WATCHDOG->STA & MT3620_WATCHDOG_STA_TIMEOUT);
    Report_Equal("reset-disables-interrupts", 0, CORE_NVIC->ISER[1]);
    Report_Equal("reset-stops-the-watchdog", 0,
                 MT3620_WATCHDOG->MODE & MT3620_WATCHDOG_MODE_ENABLE);
    MT3620_WATCHDOG->SWRST = MT3620_WATCHDOG_SWRST_KEY;
    WaitForReset("software-resets");
}

static void ThirdStart(void)
{
    Report_Equal("cause-is-software", MT3620_WATCHDOG_STA_SOFTWARE,
                 MT3620_WATCHDOG->STA & MT3620_WATCHDOG_STA_SOFTWARE);
    Report_Equal("variables-outlast-resets", LOADED + 3, g_starts);
    Report_Done();
}

static void Main(void)
{
    Report_Open();
    ++g_starts;
    switch (g_starts - LOADED) {
    case 1:
        FirstStart();
        break;
    case 2:
        SecondStart();
        break;
    default:
        ThirdStart();
    }
}

CORE_VECTOR_TABLE = {
    .stackTop = StackTop,
    .reset = Main,
    .hardFault = Fault_Report,
    .irq[MT3620_IRQ_WATCHDOG] = OnWatchdog,
};
