@ The floating-point context: access, lazy stacking, what an exception keeps.
    .include "framework.inc"

    .macro ACCESS name, cpacr, control, instruction:req
    CASE "CPACR \cpacr, CONTROL \control: \name"
    ENABLE_FAULTS
    SETW CPACR, \cpacr
    SYNC
    RESUME 1f
    MSRI CONTROL, \control
    \instruction
    OUTI 1
    .balign 4
1:  PRIVILEGED
    OUTS CONTROL
    SETW CPACR, 0x00F00000
    SYNC
    END
    .endm
    .irp cpacr, 0x00000000, 0x00500000, 0x00F00000
    .irp control, 0, 1
    ACCESS "VADD", \cpacr, \control, "vadd.f32 s0, s1, s2"
    ACCESS "VMOV", \cpacr, \control, "vmov r0, s0"
    ACCESS "VLDR", \cpacr, \control, "vldr s0, [sp]"
    ACCESS "VMRS", \cpacr, \control, "vmrs r0, fpscr"
    .endr
    .endr

    CASE "the first FP instruction sets FPCA"
    OUTS CONTROL
    vmov.f32 s0, #1.0
    OUTS CONTROL
    MSRI CONTROL, 0
    OUTS CONTROL
    END

    CASE "without ASPEN it does not"
    SETW FPCCR, 0
    SYNC
    vmov.f32 s0, #1.0
    OUTS CONTROL
    END

    CASE "a new context takes its modes from FPDSCR"
    SETW FPDSCR, 0x03C00000
    vmov.f32 s0, #1.0
    vmrs r0, fpscr
    OUT r0
    END

    CASE "a handler's context does too"
    VECTOR SVCALL, show_fpscr
    vmov.f32 s0, #1.0
    SETW FPDSCR, 0x03C00000
    svc #0
    vmrs r0, fpscr
    OUT r0
    END
    HANDLER show_fpscr
    vmrs r0, fpscr
    OUT r0
    bx lr

@ What a handler sees of FPCCR, FPCAR and its frame.
    .macro LAZY name, fpccr, fp, handler
    CASE "\name"
    VECTOR SVCALL, \handler
    SETW FPCCR, \fpccr
    SYNC
    .if \fp
    vmov.f32 s0, #1.0
    vmov.f32 s15, #2.0
    vmov.f32 s16, #3.0
    .endif
    ldr r0, =0x20000000
    vmsr fpscr, r0
    .if \fp == 0
    MSRI CONTROL, 0
    .endif
    svc #0
    vmrs r0, fpscr
    .if \fp == 0
    and r0, r0, #0x07C00000                 @ of a new context the rest is UNKNOWN
    .endif
    OUT r0
    vmov r0, s0
    OUT r0
    vmov r0, s15
    OUT r0
    vmov r0, s16
    OUT r0
    GETW FPCCR
    GETW FPCAR
    OUTS CONTROL
    END
    .endm
    .irp fpccr, 0xC0000000, 0x80000000, 0x00000000
    .irp fp, 0, 1
    LAZY "FPCCR \fpccr, context \fp: the handler has no FP", \fpccr, \fp, show_context
    LAZY "FPCCR \fpccr, context \fp: the handler uses FP", \fpccr, \fp, use_context
    LAZY "FPCCR \fpccr, context \fp: the handler writes FPSCR", \fpccr, \fp, write_fpscr
    .endr
    .endr
    HANDLER show_context
    mov r0, lr
    OUT r0
    mov r0, sp
    OUT r0
    ldr r0, [r8, #FPCCR]
    OUT r0
    ldr r0, [r8, #FPCAR]
    OUT r0
    mrs r0, control
    OUT r0
    bx lr
    HANDLER use_context
    push {lr}
    bl show_context
    vmov.f32 s0, #4.0
    vmov.f32 s16, #5.0
    ldr r0, [r8, #FPCCR]
    OUT r0
    mrs r0, control
    OUT r0
    vmrs r0, fpscr
    and r0, r0, #0x07C00000
    OUT r0
    ldr r1, [sp]
    tst r1, #0x10
    bne 1f
    ldr r0, [sp, #4 + 32]                   @ s0 of the frame
    OUT r0
    ldr r0, [sp, #4 + 32 + 60]
    OUT r0
    ldr r0, [sp, #4 + 32 + 64]              @ FPSCR
    OUT r0
1:  pop {pc}
    HANDLER write_fpscr
    ldr r0, =0x03C00000
    vmsr fpscr, r0
    vmrs r0, fpscr
    OUT r0
    ldr r0, [r8, #FPCCR]
    OUT r0
    bx lr

    CASE "nested handlers with FP in all of them"
    VECTOR IRQ0, fp_nest
    VECTOR IRQ0 + 1, fp_leaf
    PRIORITY IRQ0, 0x80
    ENABLE 3
    vmov.f32 s0, #1.0
    vmov.f32 s1, #1.5
    PEND 1
    vmov r0, s0
    OUT r0
    vmov r0, s1
    OUT r0
    OUTS CONTROL
    END
    HANDLER fp_nest
    push {lr}
    vmov.f32 s0, #2.0
    PEND 2
    vmov r0, s0
    OUT r0
    mrs r0, control
    OUT r0
    pop {pc}
    HANDLER fp_leaf
    vmov.f32 s0, #3.0
    vmov r0, s0
    OUT r0
    bx lr

    CASE "nested handlers, the outer without FP"
    VECTOR IRQ0, plain_nest
    VECTOR IRQ0 + 1, fp_leaf
    PRIORITY IRQ0, 0x80
    ENABLE 3
    vmov.f32 s0, #1.0
    PEND 1
    vmov r0, s0
    OUT r0
    GETW FPCCR
    END
    HANDLER plain_nest
    push {lr}
    ldr r0, [r8, #FPCCR]
    OUT r0
    PEND 2
    ldr r0, [r8, #FPCCR]
    OUT r0
    mrs r0, control
    OUT r0
    pop {pc}

    CASE "tail-chained handlers, the second with FP"
    VECTOR IRQ0, chain_plain
    VECTOR IRQ0 + 1, fp_leaf
    PRIORITY IRQ0 + 1, 0x80
    ENABLE 3
    vmov.f32 s0, #1.0
    PEND 1
    vmov r0, s0
    OUT r0
    GETW FPCCR
    END
    HANDLER chain_plain
    PEND 2
    ldr r0, [r8, #FPCCR]
    OUT r0
    bx lr

    CASE "a handler with FP under a thread without"
    VECTOR SVCALL, fp_leaf
    svc #0
    OUTS CONTROL
    vmov r0, s0
    OUT r0
    END

    CASE "FPCCR remembers which thread it was: privileged"
    VECTOR PENDSV, show_fpccr
    vmov.f32 s0, #1.0
    SETW ICSR, 1 << 28
    SYNC
    END
    HANDLER show_fpccr
    ldr r0, [r8, #FPCCR]
    OUT r0
    bx lr

    CASE "FPCCR remembers which thread it was: unprivileged"
    VECTOR SVCALL, show_fpccr_and_serve
    vmov.f32 s0, #1.0
    MSRI CONTROL, 5
    svc #0
    PRIVILEGED
    END
    HANDLER show_fpccr_and_serve
    ldr r0, [r8, #FPCCR]
    OUT r0
    b default_svc

    CASE "FPCCR remembers which faults were ready"
    EXPECT 0, 0xC0000079, "B3.2.21 FPCCR: bit 10 is reserved in ARMv7-M; QEMU has UFRDY of ARMv8-M there"
    VECTOR PENDSV, show_fpccr
    ENABLE_FAULTS
    PRIORITY PENDSV, 0x80
    PRIORITY MEMMANAGE, 0x40
    PRIORITY BUSFAULT, 0x40
    vmov.f32 s0, #1.0
    SETW ICSR, 1 << 28
    SYNC
    END

    CASE "FPCCR: none was ready under BASEPRI"
    EXPECT 0, 0xC0000019, "B3.2.21 FPCCR: bit 10 is reserved in ARMv7-M; QEMU has UFRDY of ARMv8-M there"
    VECTOR NMI, show_fpccr
    ENABLE_FAULTS
    PRIORITY MEMMANAGE, 0x40
    PRIORITY BUSFAULT, 0x40
    MSRI BASEPRI, 0x20
    vmov.f32 s0, #1.0
    SETW ICSR, 1 << 31
    SYNC
    MSRI BASEPRI, 0
    END

    CASE "FPCCR: HardFault was not ready under FAULTMASK"
    VECTOR NMI, show_fpccr
    cpsid f
    vmov.f32 s0, #1.0
    SETW ICSR, 1 << 31
    SYNC
    cpsie f
    END

    CASE "clearing LSPACT discards what was to be stacked"
    VECTOR SVCALL, discard_context
    vmov.f32 s0, #1.0
    svc #0
    vmov r0, s0
    OUT r0
    GETW FPCCR
    END
    HANDLER discard_context
    ldr r0, [r8, #FPCCR]
    OUT r0
    bic r0, r0, #1
    str r0, [r8, #FPCCR]
    dsb
    isb
    vmov.f32 s0, #4.0
    vmov.f32 s1, #5.0
    ldr r0, =0x40A00000
    str r0, [sp, #32]                       @ s0 of the frame
    ldr r0, [r8, #FPCCR]
    OUT r0
    bx lr

    CASE "a context switch with FP in both threads"
    VECTOR PENDSV, switch_threads
    ldr r4, =PROCESS_STACK                  @ the other's frame
    ldr r0, =other_thread - 1
    sub r4, #32
    str r0, [r4, #24]
    mov r0, #0x01000000
    str r0, [r4, #28]
    ldr r5, =0xFFFFFFFD
    msr psp, r4
    vmov.f32 s0, #1.0
    vmov.f32 s16, #1.5
    mov r3, sp
    ldr r0, =PROCESS_STACK - 2048           @ this one on a process stack too
    msr psp, r0
    MSRI CONTROL, 6
    SETW ICSR, 1 << 28
    SYNC
    vmov r0, s0
    OUT r0
    vmov r0, s16
    OUT r0
    OUTS CONTROL
    MSRI CONTROL, 0
    END
    HANDLER other_thread
    OUTI 7
    vmov.f32 s0, #8.0
    vmov.f32 s16, #9.0
    SETW ICSR, 1 << 28
    SYNC
    b .
    HANDLER switch_threads
    mrs r0, psp
    tst lr, #0x10
    it eq
    vstmdbeq r0!, {s16-s31}
    mov r1, lr
    OUT r1
    mov r1, r4
    mov r4, r0                              @ this one's stack
    mov r0, r1
    mov r1, r5
    mov r5, lr
    mov lr, r1
    tst lr, #0x10
    it eq
    vldmiaeq r0!, {s16-s31}
    msr psp, r0
    bx lr

    CASE "VMRS to the flags"
    vmov.f32 s0, #1.0
    vmov.f32 s1, #2.0
    vcmp.f32 s0, s1
    vmrs APSR_nzcv, fpscr
    OUTS APSR
    vcmp.f32 s1, s0
    vmrs APSR_nzcv, fpscr
    OUTS APSR
    vcmp.f32 s0, s0
    vmrs APSR_nzcv, fpscr
    OUTS APSR
    END

    CASE "FPSCR has only the bits of FPv4-SP"
    mvn r0, #0
    vmsr fpscr, r0
    vmrs r0, fpscr
    OUT r0
    END

    CASE "lazy stacking into nowhere"
    EXPECT 2, 0xC0000079, "B3.2.21 FPCCR: bit 10 is reserved in ARMv7-M; QEMU has UFRDY of ARMv8-M there"
    EXPECT 4, 0xC0000079, "B3.2.21 FPCCR: bit 10 is reserved in ARMv7-M; QEMU has UFRDY of ARMv8-M there"
    ENABLE_FAULTS
    VECTOR SVCALL, lose_context
    VECTOR BUSFAULT, lazy_fault
    PRIORITY SVCALL, 0x80
    vmov.f32 s0, #1.0
    svc #0
    OUTI 2
    END
    HANDLER lose_context
    SETW FPCAR, NOWHERE
    RESUME 1f
    vmov.f32 s0, #2.0
    .balign 4
1:  OUTI 1
    ldr r0, [r8, #FPCCR]
    OUT r0
    bic r0, r0, #1
    str r0, [r8, #FPCCR]
    bx lr
    HANDLER lazy_fault
    mrs r0, ipsr
    OUT r0
    ldr r0, [r8, #CFSR]
    OUT r0
    str r0, [r8, #CFSR]
    ldr r0, [r8, #FPCCR]
    OUT r0
    bic r1, r9, #1
    str r1, [sp, #24]
    bx lr
