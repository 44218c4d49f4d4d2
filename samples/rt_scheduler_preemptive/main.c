// Two threads that compute with floating point take turns; a third, less urgent, prints what they
// send it; the most urgent one tells the time each second.
//
// Each computing thread knows the result that it has to come to: a register that a switch lost
// would show in the count of wrong ones.

#include "kernel.h"

#include <perisphere/mt3620/clock.h>
#include <perisphere/mt3620/fault.h>

enum { kTicksPerSecond = 1000, kStackWords = 256, kQueueLength = 4, kReportEach = 500 };

typedef struct {
    const char* thread; // no thread: the seconds, in `rounds`
    uint32_t rounds;
    uint32_t wrong;
} Report;

typedef struct {
    const char* name;
    float (*compute)(void);
} Computation;

static Kernel_Queue g_reports;

// The sum of 1/n^2, which is on its way to pi^2/6.
static float Basel(void)
{
    float sum = 0.0F;
    for (float n = 200.0F; n >= 1.0F; n -= 1.0F) {
        sum += 1.0F / (n * n);
    }
    return sum;
}

// The golden ratio, as a continued fraction.
static float Golden(void)
{
    float ratio = 1.0F;
    for (unsigned step = 0; step < 200; ++step) {
        ratio = 1.0F + 1.0F / ratio;
    }
    return ratio;
}

static void Compute(void* argument)
{
    const Computation* const computation = argument;
    const float expected = computation->compute();
    Report report = {.thread = computation->name};
    for (;;) {
        if (computation->compute() != expected) {
            ++report.wrong;
        }
        if (++report.rounds % kReportEach == 0) {
            Kernel_Send(&g_reports, &report);
        }
    }
}

static void TellTime(void* argument)
{
    (void)argument;
    for (Report report = {.rounds = 1};; ++report.rounds) {
        Kernel_Sleep(kTicksPerSecond);
        Kernel_Send(&g_reports, &report);
    }
}

static void PrintReports(void* argument)
{
    (void)argument;
    for (;;) {
        Report report;
        Kernel_Receive(&g_reports, &report);
        if (report.thread == NULL) {
            Print("%u s\n", (unsigned)report.rounds);
        } else {
            Print("%s: %u rounds, %u wrong\n", report.thread, (unsigned)report.rounds,
                  (unsigned)report.wrong);
        }
    }
}

static void __attribute__((noinline)) Main(void)
{
    static Computation basel = {"basel", Basel};
    static Computation golden = {"golden", Golden};
    static Report storage[kQueueLength];
    static Kernel_Thread threads[4];
    static uint32_t stacks[4][kStackWords] __attribute__((aligned(8)));

    Uart_Open115200(MT3620_DEBUG_UART);
    Print("starting\n");
    Kernel_InitQueue(&g_reports, storage, sizeof(storage[0]), kQueueLength);
    Kernel_AddThread(&threads[0], 0, TellTime, NULL, stacks[0], kStackWords);
    Kernel_AddThread(&threads[1], 1, PrintReports, NULL, stacks[1], kStackWords);
    Kernel_AddThread(&threads[2], 2, Compute, &basel, stacks[2], kStackWords);
    Kernel_AddThread(&threads[3], 2, Compute, &golden, stacks[3], kStackWords);
    Kernel_Start(MT3620_XTAL_HZ / kTicksPerSecond);
}

static void Reset(void)
{
    Core_UseVectorTable(&VectorTable);
    Core_EnableFpu(); // Main may begin with an instruction of it, so that Main comes after
    Main();
}

CORE_VECTOR_TABLE = {
    .stackTop = StackTop,
    .reset = Reset,
    .hardFault = Fault_Report,
    .svCall = Kernel_OnSvCall,
    .pendSv = Kernel_OnPendSv,
    .sysTick = Kernel_OnSysTick,
};
