// A small preemptive kernel: threads with priorities, time slices among equals, sleeping, and
// queues that block. Threads may use the floating point unit.
//
// Of the threads that can run, one of the most urgent priority does; equal ones take turns at each
// tick. Interrupt handlers use no function of the kernel but Kernel_OnSysTick, Kernel_OnSvCall and
// Kernel_OnPendSv, which are for the vector table.
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { kMaxThreads = 8 };

typedef struct Kernel_Thread Kernel_Thread;

// Owned by the program, used by the kernel alone.
struct Kernel_Thread {
    uint32_t* stackPointer; // while it does not run
    uint32_t* stackLimit;   // the lowest word of the stack, which keeps kStackMark
    uint32_t wakeAt;        // tick, while it sleeps
    const void* waitsFor;   // a queue, while it is blocked
    uint8_t priority;       // 0 is the most urgent
    enum { Kernel_Ready, Kernel_Sleeping, Kernel_Blocked } state;
};

// A queue of items of one size, copied in and out.
typedef struct {
    uint8_t* storage;
    size_t itemSize;
    size_t capacity;
    size_t count;
    size_t first;
} Kernel_Queue;

// Before Kernel_Start. `entry` does not return. The stack has at least 128 words: a context with
// floating point takes 51.
void Kernel_AddThread(Kernel_Thread* thread, uint8_t priority, void (*entry)(void* argument),
                      void* argument, uint32_t* stack, size_t stackWords);

// `storage` has room for `capacity` items.
void Kernel_InitQueue(Kernel_Queue* queue, void* storage, size_t itemSize, size_t capacity);

// Runs the threads; `cyclesPerTick` of the core's clock.
_Noreturn void Kernel_Start(uint32_t cyclesPerTick);

// For threads:

void Kernel_Sleep(uint32_t ticks);
void Kernel_Send(Kernel_Queue* queue, const void* item); // waits while the queue is full
void Kernel_Receive(Kernel_Queue* queue, void* item);    // waits while it is empty
uint32_t Kernel_Ticks(void);

// For the vector table:

void Kernel_OnSysTick(void);
void Kernel_OnSvCall(void);
void Kernel_OnPendSv(void);
