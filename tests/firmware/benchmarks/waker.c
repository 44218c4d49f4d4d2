// Wakes ten times a second, does a little and sleeps: what a program at rest does.

#include "platform.h"

const char kBenchmarkName[] = "waker";

static volatile bool g_expired;

static void OnTimer(void)
{
    g_expired = true;
}

uint32_t Benchmark_Run(void)
{
    uint32_t checksum = 0;
    Platform_StartTimer(10, OnTimer);
    for (uint32_t round = 0; round < BENCHMARK_ROUNDS; ++round) {
        while (!g_expired) {
            Platform_SleepUnless(&g_expired);
        }
        g_expired = false;
        checksum = checksum * 31U + round;
    }
    Platform_StopTimer();
    return checksum;
}
