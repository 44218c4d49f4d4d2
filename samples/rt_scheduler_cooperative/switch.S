// void Task_Switch(uint32_t** from, uint32_t* to)
//
// A call like any other to the compiler, which counts on R4 to R11 and SP alone: these are put away
// on one stack and taken up from the other. (With a floating point unit it would be S16 to S31 too.)

    .syntax unified
    .cpu cortex-m4
    .thumb
    .text

    .global Task_Switch
    .type Task_Switch, %function
Task_Switch:
    push    {r4-r11, lr}
    sub     sp, #4              // keeps the stack at multiples of eight
    str     sp, [r0]
    mov     sp, r1
    add     sp, #4
    pop     {r4-r11, pc}
    .size Task_Switch, . - Task_Switch
