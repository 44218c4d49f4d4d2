#include "kernel.h"

#include <perisphere/mt3620/core.h>
#include <perisphere/mt3620/print.h>
#include <string.h>

#define STACK_MARK 0x57ACC0DEU
#define XPSR_THUMB (1U << 24)
#define EXC_RETURN_THREAD_PSP_BASIC 0xFFFFFFFDU // to thread mode, process stack, no FP registers

static Kernel_Thread* g_threads[kMaxThreads];
static size_t g_threadCount;
static size_t g_current; // its index
static volatile uint32_t g_ticks;
static uint32_t g_cyclesPerTick;

static Kernel_Thread g_idle;
static uint32_t g_idleStack[128];

// The switch happens in PendSV, which is the least urgent exception: behind all handlers, and
// at once when a thread asks for it.
static void RequestSwitch(void)
{
    CORE_SCB->ICSR = CORE_SCB_ICSR_PENDSVSET;
    Core_DataSynchronizationBarrier();
    Core_InstructionSynchronizationBarrier();
}

// The next thread that can run: the most urgent one, of equals the one whose turn it is. There is
// always one, since the idle thread neither sleeps nor blocks.
static size_t Choose(void)
{
    size_t best = kMaxThreads;
    for (size_t step = 1; step <= g_threadCount; ++step) {
        const size_t candidate = (g_current + step) % g_threadCount;
        if (g_threads[candidate]->state != Kernel_Ready) {
            continue;
        }
        if (best == kMaxThreads || g_threads[candidate]->priority < g_threads[best]->priority) {
            best = candidate;
        }
    }
    return best;
}

// Called by switch.S, in PendSV, with the stack pointer of the thread that ran; gives that of the
// thread that runs next.
uint32_t* Kernel_SwitchStack(uint32_t* stackPointer);
uint32_t* Kernel_SwitchStack(uint32_t* stackPointer)
{
    const uint32_t primask = Core_MaskInterrupts();
    Kernel_Thread* const current = g_threads[g_current];
    current->stackPointer = stackPointer;
    if (stackPointer <= current->stackLimit || *current->stackLimit != STACK_MARK) {
        Print("thread %u has overrun its stack\n", (unsigned)g_current);
        Core_Stop();
    }
    g_current = Choose();
    Core_RestoreInterrupts(primask);
    return g_threads[g_current]->stackPointer;
}

// Called by switch.S, in SVCall, to start the first thread. A tick before would switch threads when
// there is none to come from.
uint32_t* Kernel_FirstStack(void);
uint32_t* Kernel_FirstStack(void)
{
    g_current = g_threadCount - 1; // so that of equals the first one added begins
    g_current = Choose();
    Core_StartSysTick(g_cyclesPerTick, CORE_LOWEST_PRIORITY);
    return g_threads[g_current]->stackPointer;
}

static void OnReturn(void)
{
    Print("a thread has returned\n");
    Core_Stop();
}

void Kernel_AddThread(Kernel_Thread* thread, uint8_t priority, void (*entry)(void* argument),
                      void* argument, uint32_t* stack, size_t stackWords)
{
    if (g_threadCount == kMaxThreads) {
        Print("too many threads\n");
        Core_Stop();
    }
    // As if the thread had been interrupted before its first instruction (ARMv7-M, B1.5.7). The
    // stack is at a multiple of eight then.
    uint32_t* top = (uint32_t*)((uintptr_t)(stack + stackWords) & ~(uintptr_t)7U);
    *--top = XPSR_THUMB;
    *--top = (uint32_t)(uintptr_t)entry & ~1U; // the return address
    *--top = (uint32_t)(uintptr_t)OnReturn;    // LR
    top -= 4;                                  // R12, R3, R2, R1
    *--top = (uint32_t)(uintptr_t)argument;    // R0
    // What switch.S takes from the stack.
    *--top = EXC_RETURN_THREAD_PSP_BASIC;
    top -= 8; // R11 to R4
    *stack = STACK_MARK;
    *thread = (Kernel_Thread){
        .stackPointer = top, .stackLimit = stack, .priority = priority, .state = Kernel_Ready};
    g_threads[g_threadCount++] = thread;
}

void Kernel_InitQueue(Kernel_Queue* queue, void* storage, size_t itemSize, size_t capacity)
{
    *queue = (Kernel_Queue){.storage = storage, .itemSize = itemSize, .capacity = capacity};
}

static void Idle(void* argument)
{
    (void)argument;
    for (;;) {
        Core_WaitForInterrupt();
    }
}

_Noreturn void Kernel_Start(uint32_t cyclesPerTick)
{
    Kernel_AddThread(&g_idle, UINT8_MAX, Idle, NULL, g_idleStack,
                     sizeof(g_idleStack) / sizeof(g_idleStack[0]));
    g_cyclesPerTick = cyclesPerTick;
    // As the tick's, so that neither interrupts the other.
    Core_SetExceptionPriority(Core_Exception_PendSv, CORE_LOWEST_PRIORITY);
    // This context is given up. Its floating point registers need not be kept either: CONTROL.FPCA
    // is cleared, or the core would make room for them when it takes the exception.
    __asm volatile("msr control, %0\n isb\n cpsie i\n svc 0" ::"r"(0) : "memory");
    Core_Stop(); // not reached
}

void Kernel_OnSysTick(void)
{
    const uint32_t primask = Core_MaskInterrupts();
    ++g_ticks;
    for (size_t at = 0; at < g_threadCount; ++at) {
        Kernel_Thread* const thread = g_threads[at];
        if (thread->state == Kernel_Sleeping && thread->wakeAt == g_ticks) {
            thread->state = Kernel_Ready;
        }
    }
    Core_RestoreInterrupts(primask);
    RequestSwitch();
}

uint32_t Kernel_Ticks(void)
{
    return g_ticks;
}

void Kernel_Sleep(uint32_t ticks)
{
    if (ticks == 0) {
        RequestSwitch(); // gives way to its equals
        return;
    }
    const uint32_t primask = Core_MaskInterrupts();
    g_threads[g_current]->wakeAt = g_ticks + ticks;
    g_threads[g_current]->state = Kernel_Sleeping;
    RequestSwitch(); // pending until interrupts are allowed again
    Core_RestoreInterrupts(primask);
}

// With interrupts masked. The thread looks again when the queue has changed.
static void Block(const Kernel_Queue* queue, uint32_t primask)
{
    g_threads[g_current]->waitsFor = queue;
    g_threads[g_current]->state = Kernel_Blocked;
    RequestSwitch();
    Core_RestoreInterrupts(primask); // others run here
}

// With interrupts masked: wakes those that wait for a queue, and lets more urgent ones run.
static void Wake(const Kernel_Queue* queue)
{
    for (size_t at = 0; at < g_threadCount; ++at) {
        if (g_threads[at]->state == Kernel_Blocked && g_threads[at]->waitsFor == queue) {
            g_threads[at]->state = Kernel_Ready;
            RequestSwitch();
        }
    }
}

void Kernel_Send(Kernel_Queue* queue, const void* item)
{
    uint32_t primask = Core_MaskInterrupts();
    while (queue->count == queue->capacity) {
        Block(queue, primask);
        primask = Core_MaskInterrupts();
    }
    const size_t place = (queue->first + queue->count) % queue->capacity;
    memcpy(queue->storage + place * queue->itemSize, item, queue->itemSize);
    ++queue->count;
    Wake(queue);
    Core_RestoreInterrupts(primask);
}

void Kernel_Receive(Kernel_Queue* queue, void* item)
{
    uint32_t primask = Core_MaskInterrupts();
    while (queue->count == 0) {
        Block(queue, primask);
        primask = Core_MaskInterrupts();
    }
    memcpy(item, queue->storage + queue->first * queue->itemSize, queue->itemSize);
    queue->first = (queue->first + 1) % queue->capacity;
    --queue->count;
    Wake(queue);
    Core_RestoreInterrupts(primask);
}
