// Cooperative tasks: each runs until it waits, and none is interrupted by another. What tasks share
// needs no locks, as long as no task waits in the middle of a change.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Task Task;

// Owned by the program, used by the functions below alone.
struct Task {
    uint32_t* stackPointer; // while it waits
    Task* next;             // in the ring of all tasks
    uint32_t wakeAt;        // when it is due, milliseconds
};

// `entry` does not return. The stack has at least 64 words.
void Task_Add(Task* task, void (*entry)(void), uint32_t* stack, size_t stackWords);

// Runs the tasks, in the order in which they were added; sleeps while all wait.
_Noreturn void Task_RunAll(uint32_t coreHz);

// For tasks: lets the others run until so many milliseconds after the task was due last, so that
// what it does at intervals does not drift by the time that it takes. 0 only gives way.
void Task_Wait(uint32_t milliseconds);

uint32_t Task_Milliseconds(void);

// For the vector table.
void Task_OnSysTick(void);
