// Time by GPT2, which no test touches otherwise: 32,768 ticks a second.
#pragma once

#include <perisphere/mt3620/core.h>
#include <perisphere/mt3620/gpt.h>

static inline void Stopwatch_Start(void)
{
    MT3620_GPT->GPT2_CTRL = 0;
    MT3620_GPT->GPT2_CNT = 0;
    MT3620_GPT->GPT2_CTRL = MT3620_GPT2_CTRL_32K | MT3620_GPT_CTRL_EN;
}

static inline uint32_t Stopwatch_Ticks(void)
{
    return MT3620_GPT->GPT2_CNT;
}

// Until `*flag`, or for `ticks` at most. Polls: what it waits for may be what does not come.
static inline void Stopwatch_WaitFor(const volatile bool* flag, uint32_t ticks)
{
    const uint32_t start = Stopwatch_Ticks();
    while (!*flag && Stopwatch_Ticks() - start < ticks) {
        // busy
    }
}

// Until `*count` is `target`, or for `ticks` at most.
static inline void Stopwatch_WaitForCount(const volatile uint32_t* count, uint32_t target,
                                          uint32_t ticks)
{
    const uint32_t start = Stopwatch_Ticks();
    while (*count < target && Stopwatch_Ticks() - start < ticks) {
        // busy
    }
}

static inline void Stopwatch_Pass(uint32_t ticks)
{
    const uint32_t start = Stopwatch_Ticks();
    while (Stopwatch_Ticks() - start < ticks) {
        // busy
    }
}
