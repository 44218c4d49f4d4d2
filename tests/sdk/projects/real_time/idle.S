    .syntax unified
    .thumb
    .text
    .global waitForInterrupt
    .type waitForInterrupt, %function
    .thumb_func
waitForInterrupt:
    wfi
    bx lr
