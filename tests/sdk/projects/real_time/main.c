// Counts interrupts of the system timer; vector table and reset handler as the core wants them.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

extern uint32_t StackTop;
void waitForInterrupt(void);

static volatile uint32_t ticks;
static char text[32];

static void onTick(void)
{
    ++ticks;
}

static void onFault(void)
{
    for (;;)
        waitForInterrupt();
}

static _Noreturn void onReset(void)
{
    memset(text, 'x', sizeof text);
    for (;;) {
        waitForInterrupt();
        text[0] = (char)abs((int)ticks);
    }
}

const uintptr_t VectorTable[16] __attribute__((section(".vectors"), used)) = {
    [0] = (uintptr_t)&StackTop, [1] = (uintptr_t)onReset, [2] = (uintptr_t)onFault,
    [3] = (uintptr_t)onFault,   [4] = (uintptr_t)onFault, [15] = (uintptr_t)onTick,
};
