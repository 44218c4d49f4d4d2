// What a benchmark kernel has of the machine that it runs on: the MT3620, QEMU's mps2-an386 (a
// Cortex-M4F too) or, for kernels that only compute, this machine.
#pragma once

#include <stdbool.h>
#include <stdint.h>

// The kernel. It does BENCHMARK_ROUNDS rounds and gives the checksum of all that it computed, which
// is the same on every machine.
uint32_t Benchmark_Run(void);

extern const char kBenchmarkName[];

// A timer that calls `handler` in an interrupt, `frequency` times a second, until it is stopped.
void Platform_StartTimer(uint32_t frequency, void (*handler)(void));
void Platform_StopTimer(void);

// Sleeps until there is an interrupt, unless `*flag` is set already.
void Platform_SleepUnless(const volatile bool* flag);

// The register whose writes set and clear an output pin, and the values for that.
typedef struct {
    volatile uint32_t* set;
    volatile uint32_t* clear;
    uint32_t high;
    uint32_t low;
} Platform_Pin;
Platform_Pin Platform_OpenPin(void);

// Handlers that a kernel may have: those of platforms stop the program.
void Benchmark_OnSvCall(void);
void Benchmark_OnPendSv(void);
