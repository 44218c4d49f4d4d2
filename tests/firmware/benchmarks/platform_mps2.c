// QEMU's mps2-an386: results by semihosting, which also ends QEMU; CMSDK timer 0 (25 MHz); the LEDs
// of the board as a pin, in the FPGA's I/O block.

#include "report.h"

#include <perisphere/mt3620/core.h>

enum { SYS_WRITE0 = 0x04, SYS_EXIT = 0x18, kTimerIrq = 8, kClockHz = 25000000 };

// What SYS_EXIT is told: that the program has ended, or that it could not go on.
#define ADP_STOPPED_APPLICATION_EXIT 0x20026U
#define ADP_STOPPED_RUN_TIME_ERROR 0x20023U

// CMSDK APB timer (ARM DDI 0479, section 4.2).
typedef struct {
    volatile uint32_t CTRL;
    volatile uint32_t VALUE;
    volatile uint32_t RELOAD;
    volatile uint32_t INTCLEAR;
} CmsdkTimer;

#define TIMER0 ((CmsdkTimer*)0x40000000U)
#define TIMER_ENABLE_WITH_INTERRUPT 9U
#define FPGAIO_LED ((volatile uint32_t*)0x40028000U)

static void (*g_onTimer)(void);

static void Semihosting(uint32_t operation, uint32_t parameter)
{
    register uint32_t r0 __asm("r0") = operation;
    register uint32_t r1 __asm("r1") = parameter;
    __asm volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
}

static void Write(const char* text)
{
    Semihosting(SYS_WRITE0, (uint32_t)(uintptr_t)text);
}

static void OnTimer(void)
{
    TIMER0->INTCLEAR = 1;
    g_onTimer();
}

void Platform_StartTimer(uint32_t frequency, void (*handler)(void))
{
    g_onTimer = handler;
    TIMER0->RELOAD = kClockHz / frequency - 1U;
    TIMER0->VALUE = kClockHz / frequency - 1U;
    Core_EnableInterrupt(kTimerIrq, 2);
    TIMER0->CTRL = TIMER_ENABLE_WITH_INTERRUPT;
}

void Platform_StopTimer(void)
{
    Core_DisableInterrupt(kTimerIrq);
    TIMER0->CTRL = 0;
}

void Platform_SleepUnless(const volatile bool* flag)
{
    Core_SleepUnless(flag);
}

Platform_Pin Platform_OpenPin(void)
{
    return (Platform_Pin){FPGAIO_LED, FPGAIO_LED, 1, 0};
}

static void Fail(void)
{
    Write("fault\n");
    Semihosting(SYS_EXIT, ADP_STOPPED_RUN_TIME_ERROR);
    Core_Stop();
}

__attribute__((weak)) void Benchmark_OnSvCall(void)
{
    Fail();
}

__attribute__((weak)) void Benchmark_OnPendSv(void)
{
    Fail();
}

static void __attribute__((noinline)) Main(void)
{
    Report_Run(Write);
    Semihosting(SYS_EXIT, ADP_STOPPED_APPLICATION_EXIT);
    Core_Stop();
}

static void Reset(void)
{
    Core_UseVectorTable(&VectorTable);
    Core_EnableFpu();
    Main();
}

CORE_VECTOR_TABLE = {
    .stackTop = StackTop,
    .reset = Reset,
    .hardFault = Fail,
    .svCall = Benchmark_OnSvCall,
    .pendSv = Benchmark_OnPendSv,
    .irq[kTimerIrq] = OnTimer,
};
