#include "tasks.h"

#include <perisphere/mt3620/core.h>

static Task* g_current; // the ring's last one until the tasks run
static volatile uint32_t g_milliseconds;
static volatile bool g_ticked;

// switch.S: puts the registers that a function keeps on the stack, stores the stack's pointer in
// `*from` and takes up the ones that are on the stack `to`.
void Task_Switch(uint32_t** from, uint32_t* to);

void Task_OnSysTick(void)
{
    ++g_milliseconds;
    g_ticked = true;
}

uint32_t Task_Milliseconds(void)
{
    return g_milliseconds;
}

void Task_Add(Task* task, void (*entry)(void), uint32_t* stack, size_t stackWords)
{
    // What Task_Switch takes from it: a word, R4 to R11, and the address to go on at.
    uint32_t* const top = (uint32_t*)((uintptr_t)(stack + stackWords) & ~(uintptr_t)7U) - 10;
    top[9] = (uint32_t)(uintptr_t)entry;
    task->stackPointer = top;
    task->wakeAt = 0;
    if (g_current == NULL) {
        task->next = task;
    } else {
        task->next = g_current->next;
        g_current->next = task;
    }
    g_current = task;
}

// The next task in the ring that has waited long enough. Sleeps, a tick at a time, until there is.
static Task* Choose(void)
{
    for (;;) {
        g_ticked = false;
        const uint32_t now = g_milliseconds;
        Task* candidate = g_current;
        do {
            candidate = candidate->next;
            if ((int32_t)(now - candidate->wakeAt) >= 0) { // right when the count wraps, too
                return candidate;
            }
        } while (candidate != g_current);
        while (!g_ticked) {
            Core_SleepUnless(&g_ticked);
        }
    }
}

void Task_Wait(uint32_t milliseconds)
{
    Task* const previous = g_current;
    previous->wakeAt += milliseconds;
    g_current = Choose();
    if (g_current != previous) {
        Task_Switch(&previous->stackPointer, g_current->stackPointer);
    }
}

_Noreturn void Task_RunAll(uint32_t coreHz)
{
    uint32_t* abandoned; // nothing comes back to this stack but interrupts
    Core_StartSysTick(coreHz / 1000U, CORE_LOWEST_PRIORITY);
    g_current = Choose();
    Task_Switch(&abandoned, g_current->stackPointer);
    Core_Stop(); // not reached
}
