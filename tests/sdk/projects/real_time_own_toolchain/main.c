#include <stdint.h>

extern uint32_t StackTop;
static volatile float temperature = 20.0f;

static _Noreturn void onReset(void)
{
    for (;;)
        temperature = temperature * 1.5f - 10.0f;
}

const uintptr_t VectorTable[2]
    __attribute__((section(".vectors"), used)) = {(uintptr_t)&StackTop, (uintptr_t)onReset};
