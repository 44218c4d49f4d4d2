// Two threads, both with floating point registers in use, that give way to each other after each
// step: PendSV with its lazy frames is most of the work.

#include "float_bits.h"
#include "platform.h"

#include <perisphere/mt3620/core.h>

enum { kStackWords = 256 };

#define EXC_RETURN_THREAD_PSP_BASIC 0xFFFFFFFDU

const char kBenchmarkName[] = "context_switch";

static uint32_t g_stacks[3][kStackWords] __attribute__((aligned(8)));
static uint32_t* g_stackPointers[3]; // of the threads, and of what started them
static unsigned g_current;
static volatile unsigned g_next;
static volatile uint32_t g_results[2];
static volatile unsigned g_ended;

static void SwitchTo(unsigned thread)
{
    g_next = thread;
    CORE_SCB->ICSR = CORE_SCB_ICSR_PENDSVSET;
    Core_DataSynchronizationBarrier();
    Core_InstructionSynchronizationBarrier();
}

uint32_t* Benchmark_SwitchStack(uint32_t* stackPointer);
uint32_t* Benchmark_SwitchStack(uint32_t* stackPointer)
{
    g_stackPointers[g_current] = stackPointer;
    g_current = g_next;
    return g_stackPointers[g_current];
}

__attribute__((naked)) void Benchmark_OnPendSv(void)
{
    __asm volatile("mrs r0, psp\n"
                   "tst lr, #0x10\n"
                   "it eq\n"
                   "vstmdbeq r0!, {s16-s31}\n"
                   "stmdb r0!, {r4-r11, lr}\n"
                   "bl Benchmark_SwitchStack\n"
                   "ldmia r0!, {r4-r11, lr}\n"
                   "tst lr, #0x10\n"
                   "it eq\n"
                   "vldmiaeq r0!, {s16-s31}\n"
                   "msr psp, r0\n"
                   "bx lr\n");
}

// An accumulator that only comes out right if all registers outlast each switch.
static void Work(unsigned thread)
{
    float value = thread == 0 ? 1.0F : 2.0F;
    float step = thread == 0 ? 0.5F : 0.25F;
    uint32_t sum = thread;
    for (uint32_t round = 0; round < BENCHMARK_ROUNDS; ++round) {
        value = value * 0.75F + step;
        step = step * 0.5F + value * 0.125F;
        sum = sum * 31U + BitsOf(value);
        SwitchTo(1U - thread);
    }
    g_results[thread] = sum;
    ++g_ended;
    // The thread that ends first has the other go on; the last one goes back to the start.
    SwitchTo(g_ended == 2 ? 2U : 1U - thread);
    Core_Stop(); // not reached
}

static void Prepare(unsigned thread)
{
    uint32_t* top = &g_stacks[thread][kStackWords];
    *--top = 1U << 24;                        // xPSR: Thumb
    *--top = (uint32_t)(uintptr_t)Work & ~1U; // the return address
    top -= 5;                                 // LR, R12, R3 to R1
    *--top = thread;                          // R0
    *--top = EXC_RETURN_THREAD_PSP_BASIC;
    g_stackPointers[thread] = top - 8; // R11 to R4
}

uint32_t Benchmark_Run(void)
{
    Prepare(0);
    Prepare(1);
    g_current = 2;
    g_ended = 0;
    Core_SetExceptionPriority(Core_Exception_PendSv, CORE_LOWEST_PRIORITY);
    // The core keeps the frame of this context on the main stack, where it stays until EXC_RETURN,
    // which is kept as the threads' are, leads back to it.
    __asm volatile("msr psp, %0" ::"r"(&g_stacks[2][kStackWords]));
    SwitchTo(0);
    return g_results[0] * 31U + g_results[1];
}
