// A timer that interrupts 100,000 times a second, while the main program computes.

#include "platform.h"

const char kBenchmarkName[] = "timer_storm";

static volatile uint32_t g_interrupts;
static volatile uint32_t g_sum;

static void OnTimer(void)
{
    const uint32_t count = g_interrupts + 1;
    g_interrupts = count;
    g_sum = g_sum * 31U + count;
    if (count == BENCHMARK_ROUNDS) {
        Platform_StopTimer();
    }
}

uint32_t Benchmark_Run(void)
{
    volatile uint32_t work = 1;
    Platform_StartTimer(100000, OnTimer);
    while (g_interrupts < BENCHMARK_ROUNDS) {
        work = work * 1664525U + 1013904223U;
    }
    return g_sum;
}
