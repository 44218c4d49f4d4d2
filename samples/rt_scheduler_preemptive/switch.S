// Where one thread's registers are put away and another's are taken up. The core itself keeps R0 to
// R3, R12, LR, PC and xPSR on the thread's stack, and S0 to S15 of threads that use floating point;
// the rest is done here. Bit 4 of EXC_RETURN, in LR, is 0 if the thread's frame has the FP registers:
// only then S16 to S31 are kept too.

    .syntax unified
    .cpu cortex-m4
    .fpu fpv4-sp-d16
    .thumb
    .text

    .global Kernel_OnPendSv
    .type Kernel_OnPendSv, %function
Kernel_OnPendSv:
    mrs     r0, psp
    tst     lr, #0x10
    it      eq
    vstmdbeq r0!, {s16-s31}
    stmdb   r0!, {r4-r11, lr}
    bl      Kernel_SwitchStack      // R0: the stack pointer of one thread, then of the other
    b       resume
    .size Kernel_OnPendSv, . - Kernel_OnPendSv

    .global Kernel_OnSvCall
    .type Kernel_OnSvCall, %function
Kernel_OnSvCall:
    bl      Kernel_FirstStack
resume:
    ldmia   r0!, {r4-r11, lr}
    tst     lr, #0x10
    it      eq
    vldmiaeq r0!, {s16-s31}
    msr     psp, r0
    isb
    bx      lr
    .size Kernel_OnSvCall, . - Kernel_OnSvCall
