@ Exceptions: entry, return, priorities, preemption, tail-chaining, masks, stacks.
    .include "framework.inc"

@ --- Entry and return ---

    .irp irq, 0, 1, 5, 15, 16, 30, 31
    CASE "interrupt \irq by ISPR"
    ENABLE 1 << \irq
    PEND 1 << \irq
    GETW ISPR
    END

    CASE "interrupt \irq by STIR"
    ENABLE 1 << \irq
    SETW STIR, \irq
    SYNC
    GETW ISPR
    END
    .endr

    CASE "a disabled interrupt stays pending"
    PEND 4
    GETW ISPR
    GETW ICSR
    ENABLE 4
    GETW ISPR
    END

    CASE "STIR of an interrupt that does not exist"
    SETW STIR, 200
    SYNC
    GETW ISPR
    END

    CASE "SVC"
    svc #0
    svc #255
    END

    CASE "PendSV"
    SETW ICSR, 1 << 28
    SYNC
    GETW ICSR
    END

    CASE "PendSV is cleared before it is taken"
    cpsid i
    SETW ICSR, 1 << 28
    GETW ICSR
    SETW ICSR, 1 << 27
    GETW ICSR
    cpsie i
    SYNC
    END

    CASE "SysTick by ICSR"
    SETW ICSR, 1 << 26
    SYNC
    GETW ICSR
    END

    CASE "SysTick's pending bit is cleared"
    cpsid i
    SETW ICSR, 1 << 26
    GETW ICSR
    SETW ICSR, 1 << 25
    GETW ICSR
    cpsie i
    SYNC
    END

    CASE "NMI by ICSR"
    VECTOR NMI, log_handler
    SETW ICSR, 1 << 31
    SYNC
    GETW ICSR
    END

    CASE "NMI passes PRIMASK and FAULTMASK"
    VECTOR NMI, log_handler
    cpsid i
    cpsid f
    SETW ICSR, 1 << 31
    SYNC
    OUTS FAULTMASK
    cpsie f
    cpsie i
    END

    CASE "registers come back from an exception"
    VECTOR SVCALL, spoil_registers
    ldr r12, =0x12121212
    ldr lr, =0x14141414
    MSRI APSR_nzcvqg, 0xA80A0000
    svc #0
    OUT r0
    OUT r1
    OUT r2
    OUT r3
    OUT r12
    OUT lr
    OUTS APSR
    END
    HANDLER spoil_registers
    mov r0, #0
    mov r1, r0
    mov r2, r0
    mov r3, r0
    mov r12, r0
    MSRI APSR_nzcvqg, 0x50050000
    bx lr

    CASE "the frame of an exception"
    VECTOR SVCALL, show_frame
    ldr r12, =0x12121212
    ldr lr, =0x14141414
    MSRI APSR_nzcvqg, 0xA80A0000
    svc #0
    END
    HANDLER show_frame
    mov r0, lr
    OUT r0
    mov r0, sp
    OUT r0
    .irp offset, 0, 4, 8, 12, 16, 20
    ldr r0, [sp, #\offset]
    OUT r0
    .endr
    ldr r0, [sp, #24]
    sub r0, r0, r10
    OUT r0
    ldr r0, [sp, #28]
    OUT r0
    mrs r0, xpsr
    OUT r0
    bx lr

@ Where SP is odd or even by words, with and without STKALIGN, either stack, with and without FP.
    .macro STACKING name, displacement, ccr, control, fp
    CASE "frame: \name"
    VECTOR SVCALL, show_stacks
    SETW CCR, \ccr
    .if \fp
    vmov.f32 s0, #1.0
    vmov.f32 s15, #2.0
    vmov.f32 s16, #3.0
    .endif
    MSRI CONTROL, \control + 4 * \fp
    sub sp, #\displacement
    mov r4, sp
    svc #0
    mov r5, sp
    sub r4, r4, r5
    OUT r4
    OUTS CONTROL
    .if \fp
    vmov r0, s0
    OUT r0
    vmov r0, s16
    OUT r0
    .endif
    MSRI CONTROL, 0
    END
    .endm
    STACKING "MSP, even", 0, 0x200, 0, 0
    STACKING "MSP, odd", 4, 0x200, 0, 0
    STACKING "MSP, even, without STKALIGN", 0, 0, 0, 0
    STACKING "MSP, odd, without STKALIGN", 4, 0, 0, 0
    STACKING "PSP, even", 0, 0x200, 2, 0
    STACKING "PSP, odd", 4, 0x200, 2, 0
    STACKING "PSP, even, without STKALIGN", 0, 0, 2, 0
    STACKING "PSP, odd, without STKALIGN", 4, 0, 2, 0
    STACKING "MSP, even, FP", 0, 0x200, 0, 1
    STACKING "MSP, odd, FP", 4, 0x200, 0, 1
    STACKING "PSP, even, FP", 0, 0x200, 2, 1
    STACKING "PSP, odd, FP", 4, 0x200, 2, 1
    HANDLER show_stacks
    mov r0, lr
    OUT r0
    mov r0, sp
    OUT r0
    mrs r0, psp
    OUT r0
    mrs r0, control
    OUT r0
    tst lr, #4
    ite eq
    mrseq r1, msp
    mrsne r1, psp
    ldr r0, [r1, #28]
    OUT r0
    bx lr

    CASE "EXC_RETURN of a nested exception"
    VECTOR SVCALL, nesting_svc
    VECTOR PENDSV, show_stacks
    PRIORITY SVCALL, 0x80
    svc #0
    END
    HANDLER nesting_svc
    mov r0, lr
    OUT r0
    push {lr}
    SETW ICSR, 1 << 28
    SYNC
    pop {pc}

    CASE "return by POP {PC}"
    VECTOR SVCALL, return_by_pop
    svc #0
    OUTI 1
    END
    HANDLER return_by_pop
    push {r4, lr}
    OUTI 2
    pop {r4, pc}

    CASE "return by LDM with PC"
    VECTOR SVCALL, return_by_ldm
    svc #0
    OUTI 1
    END
    HANDLER return_by_ldm
    push {r4, r5, r12, lr}
    OUTI 2
    ldmia.w sp!, {r4, r5, r12, pc}

    CASE "return by LDR PC"
    VECTOR SVCALL, return_by_ldr
    svc #0
    OUTI 1
    END
    HANDLER return_by_ldr
    push {lr}
    OUTI 2
    ldr pc, [sp], #4

    CASE "return by BX of another register"
    VECTOR SVCALL, return_by_bx
    svc #0
    OUTI 1
    END
    HANDLER return_by_bx
    mov r0, lr
    OUTI 2
    bx r0

    CASE "an IT block goes on after an exception in it"
    mov r0, #1
    cmp r0, #1
    itete eq
    svceq #0
    movne r0, #2
    moveq r1, #3
    movne r1, #4
    OUT r0
    OUT r1
    END

    CASE "a handler begins outside IT blocks"
    VECTOR SVCALL, clean_it
    mov r0, #1
    cmp r0, #1
    it eq
    svceq #0
    OUTI 5
    END
    HANDLER clean_it
    mov r1, #2
    OUT r1
    bx lr

    CASE "thread mode changes its stack"
    MSRI CONTROL, 2
    mov r0, sp
    OUT r0
    sub sp, #16
    MSRI CONTROL, 0
    mov r0, sp
    OUT r0
    OUTS PSP
    END

    CASE "handler mode does not change its stack"
    VECTOR SVCALL, try_stack
    svc #0
    mov r0, sp
    OUT r0
    OUTS CONTROL
    MSRI CONTROL, 0
    END
    HANDLER try_stack
    MSRI CONTROL, 2
    mov r0, sp
    OUT r0
    mrs r0, control
    OUT r0
    bx lr

    CASE "a handler returns to the other stack"
    VECTOR SVCALL, switch_to_psp
    svc #0
after_switch:
    mov r0, sp
    OUT r0
    OUTS CONTROL
    MSRI CONTROL, 0
    ldr r0, =MAIN_STACK
    mov sp, r0
    END
    HANDLER switch_to_psp
    ldr r0, =PROCESS_STACK - 64
    msr psp, r0
    mov r1, sp
    movs r2, #8
1:  ldr r3, [r1], #4
    str r3, [r0], #4
    subs r2, #1
    bne 1b
    add sp, #32
    ldr lr, =0xFFFFFFFD
    bx lr

    CASE "a handler makes thread mode unprivileged"
    VECTOR PENDSV, take_privilege
    SETW ICSR, 1 << 28
    SYNC
    OUTS CONTROL
    OUTS MSP
    PRIVILEGED
    OUTS CONTROL
    END
    HANDLER take_privilege
    MSRI CONTROL, 1
    mrs r0, msp                             @ handler mode is privileged still
    OUT r0
    bx lr

@ --- Preemption ---

@ Interrupt 0's handler pends interrupt 1 and notes when it is done; so does 1.
    .macro PREEMPTION name, group, first, second
    CASE "\name"
    SETW AIRCR, 0x05FA0000 + \group * 0x100
    PRIORITY IRQ0, \first
    PRIORITY IRQ0 + 1, \second
    VECTOR IRQ0, pend_next
    VECTOR IRQ0 + 1, log_with_state
    ENABLE 3
    PEND 1
    GETW ICSR
    END
    .endm
    PREEMPTION "a more urgent interrupt preempts", 0, 0x80, 0x40
    PREEMPTION "one of equal priority waits", 0, 0x80, 0x80
    PREEMPTION "a less urgent one waits", 0, 0x40, 0x80
    .irp group, 0, 1, 2, 3, 4, 5, 6, 7
    PREEMPTION "group \group: one bit more urgent in bit 7", \group, 0x80, 0x00
    PREEMPTION "group \group: in bit 4", \group, 0x90, 0x80
    PREEMPTION "group \group: in bit 1", \group, 0x82, 0x80
    .endr
    HANDLER pend_next
    push {lr}
    bl log_with_state
    PEND 2
    OUTI 0xE0
    pop {pc}
    HANDLER log_with_state
    mrs r0, ipsr
    OUT r0
    ldr r0, [r8, #IABR]
    OUT r0
    ldr r0, [r8, #ISPR]
    OUT r0
    ldr r0, [r8, #ICSR]
    OUT r0
    bx lr

    CASE "three levels of nesting"
    .irp n, 0, 1, 2
    PRIORITY IRQ0 + \n, 0xC0 - \n * 0x40
    .endr
    VECTOR IRQ0, nest_1
    VECTOR IRQ0 + 1, nest_2
    ENABLE 7
    PEND 1
    END
    HANDLER nest_1
    push {lr}
    PEND 2
    OUTI 0x101
    pop {pc}
    HANDLER nest_2
    push {lr}
    PEND 4
    OUTI 0x102
    pop {pc}

@ --- Order ---

    CASE "of equal priority the lowest number is first"
    cpsid i
    ENABLE 0xFF
    PEND 0xB4
    cpsie i
    SYNC
    END

    CASE "the most urgent is first"
    cpsid i
    PRIORITY IRQ0 + 2, 0x80
    PRIORITY IRQ0 + 4, 0x40
    PRIORITY IRQ0 + 5, 0xC0
    PRIORITY IRQ0 + 7, 0x20
    ENABLE 0xFF
    PEND 0xB4
    cpsie i
    SYNC
    END

    CASE "the sub-priority decides between those that wait"
    SETW AIRCR, 0x05FA0700
    cpsid i
    PRIORITY IRQ0 + 2, 0x80
    PRIORITY IRQ0 + 4, 0x40
    PRIORITY IRQ0 + 5, 0xC0
    ENABLE 0xFF
    PEND 0x34
    GETW ICSR
    cpsie i
    SYNC
    END

    CASE "system exceptions among interrupts"
    cpsid i
    PRIORITY PENDSV, 0x80
    PRIORITY SYSTICK, 0x40
    PRIORITY IRQ0, 0x60
    PRIORITY IRQ0 + 1, 0x80
    ENABLE 3
    PEND 3
    SETW ICSR, 0x14000000
    GETW ICSR
    cpsie i
    SYNC
    END

    CASE "tail-chaining: the next begins with the frame of the last"
    VECTOR IRQ0, chain_first
    VECTOR IRQ0 + 1, show_stacks
    PRIORITY IRQ0 + 1, 0x80
    ENABLE 3
    PEND 1
    END
    HANDLER chain_first
    mov r4, sp
    PEND 2
    ldr r0, [sp, #0]
    OUT r0
    mov r0, #0
    bx lr

    CASE "tail-chaining keeps the registers of the frame"
    VECTOR IRQ0, chain_first
    PRIORITY IRQ0 + 1, 0x80
    ENABLE 3
    ldr r0, =0xABCDEF01
    mov r3, r0
    PEND 1
    OUT r0
    OUT r3
    END

    CASE "an interrupt that pends itself runs again"
    VECTOR IRQ0, again_handler
    ENABLE 1
    movs r4, #3
    PEND 1
    OUT r4
    END
    HANDLER again_handler
    OUT r4
    subs r4, #1
    beq 1f
    PEND 1
    ldr r0, [r8, #IABR]
    OUT r0
1:  bx lr

    CASE "pending twice is taken once"
    cpsid i
    ENABLE 1
    PEND 1
    PEND 1
    cpsie i
    SYNC
    END

    CASE "a change of priority takes effect at once"
    PRIORITY IRQ0, 0x80
    PRIORITY IRQ0 + 1, 0x80
    VECTOR IRQ0, raise_other
    ENABLE 3
    PEND 1
    END
    HANDLER raise_other
    PEND 2
    OUTI 1
    PRIORITY IRQ0 + 1, 0x40
    SYNC
    OUTI 2
    bx lr

    CASE "lowering what runs lets others in"
    PRIORITY IRQ0, 0x40
    PRIORITY IRQ0 + 1, 0x80
    VECTOR IRQ0, lower_self
    ENABLE 3
    PEND 1
    END
    HANDLER lower_self
    PEND 2
    OUTI 1
    PRIORITY IRQ0, 0xC0
    SYNC
    OUTI 2
    bx lr

    CASE "disabling what is active does not end it"
    VECTOR IRQ0, disable_self
    ENABLE 1
    PEND 1
    GETW IABR
    END
    HANDLER disable_self
    SETW ICER, 1
    SYNC
    ldr r0, [r8, #IABR]
    OUT r0
    ldr r0, [r8, #ICSR]
    OUT r0
    bx lr

    CASE "SVC preempts a less urgent handler"
    PRIORITY IRQ0, 0x80
    PRIORITY SVCALL, 0x40
    VECTOR IRQ0, call_service
    ENABLE 1
    PEND 1
    END
    HANDLER call_service
    push {lr}
    svc #0
    OUTI 1
    pop {pc}

@ --- Masks ---

    .macro MASKED name, special, value, priority
    CASE "\name"
    .ifc \special, FAULTMASK
    EXPECT 3, 3, "B5.2.3: MSR FAULTMASK takes effect above priority -1 only; QEMU 7.2 has no such condition"
    EXPECT 4, 0x10, "B5.2.3: MSR FAULTMASK takes effect above priority -1 only; QEMU 7.2 has no such condition"
    EXPECT 5, 0x11, "B5.2.3: MSR FAULTMASK takes effect above priority -1 only; QEMU 7.2 has no such condition"
    .endif
    PRIORITY IRQ0, \priority
    PRIORITY IRQ0 + 1, 0x20
    ENABLE 3
    MSRI \special, \value
    PEND 1
    OUTI 1
    PEND 2
    OUTI 2
    GETW ICSR
    MSRI \special, 0
    OUTI 3
    END
    .endm
    MASKED "PRIMASK holds interrupts", PRIMASK, 1, 0
    MASKED "FAULTMASK holds interrupts", FAULTMASK, 1, 0
    MASKED "BASEPRI holds its own priority", BASEPRI, 0x80, 0x80
    MASKED "BASEPRI holds less urgent ones", BASEPRI, 0x80, 0xC0
    MASKED "BASEPRI lets more urgent ones in", BASEPRI, 0x80, 0x7F
    MASKED "BASEPRI 0 holds nothing", BASEPRI, 0, 0xFF

    CASE "BASEPRI is compared by its group"
    SETW AIRCR, 0x05FA0500
    PRIORITY IRQ0, 0x80
    PRIORITY IRQ0 + 1, 0x40
    ENABLE 3
    MSRI BASEPRI, 0xB0
    PEND 1
    OUTI 1
    PEND 2
    OUTI 2
    MSRI BASEPRI, 0
    END

    CASE "BASEPRI within one group of priority 0"
    SETW AIRCR, 0x05FA0700
    PRIORITY IRQ0, 0x10
    ENABLE 1
    MSRI BASEPRI, 0x40
    PEND 1
    OUTI 1
    MSRI BASEPRI, 0
    OUTI 2
    END

    CASE "CPSIE lets a pending interrupt in at once"
    ENABLE 1
    cpsid i
    PEND 1
    mov r4, #1
    cpsie i
    isb
    OUTI 2
    END

    CASE "PRIMASK stays set in a handler"
    VECTOR NMI, show_masks
    MSRI PRIMASK, 1
    MSRI BASEPRI, 0x40
    SETW ICSR, 1 << 31
    SYNC
    MSRI PRIMASK, 0
    MSRI BASEPRI, 0
    END
    HANDLER show_masks
    OUTS PRIMASK
    OUTS BASEPRI
    OUTS FAULTMASK
    bx lr

    CASE "FAULTMASK is cleared by an exception's return"
    VECTOR SVCALL, set_faultmask
    svc #0
    OUTS FAULTMASK
    END
    HANDLER set_faultmask
    MSRI FAULTMASK, 1
    OUTS FAULTMASK
    bx lr

    CASE "PRIMASK is not"
    VECTOR SVCALL, set_primask
    svc #0
    OUTS PRIMASK
    MSRI PRIMASK, 0
    END
    HANDLER set_primask
    MSRI PRIMASK, 1
    bx lr

    CASE "FAULTMASK is not cleared by NMI's return"
    VECTOR NMI, log_handler
    cpsid f
    SETW ICSR, 1 << 31
    SYNC
    OUTS FAULTMASK
    cpsie f
    END

    CASE "FAULTMASK cannot be set in NMI"
    EXPECT 0, 0, "B5.2.3: MSR FAULTMASK takes effect above priority -1 only; QEMU 7.2 has no such condition"
    EXPECT 1, 0, "B5.2.3: MSR FAULTMASK takes effect above priority -1 only; QEMU 7.2 has no such condition"
    VECTOR NMI, set_faultmask
    SETW ICSR, 1 << 31
    SYNC
    OUTS FAULTMASK
    END

@ --- Vector table ---

    CASE "VTOR moves the table"
    ldr r0, =TABLE
    movs r1, #0
    movs r2, #64
1:  ldr r3, [r1], #4
    str r3, [r0], #4
    subs r2, #1
    bne 1b
    ldr r0, =TABLE
    ldr r1, =moved_handler
    str r1, [r0, #4 * SVCALL]
    svc #0
    SETW VTOR, TABLE
    SYNC
    svc #0
    SETW VTOR, 0
    SYNC
    svc #0
    END
    HANDLER moved_handler
    OUTI 0x77
    bx lr

    CASE "a vector changed between two exceptions"
    svc #0
    VECTOR SVCALL, moved_handler
    dsb
    svc #0
    END

@ --- SysTick ---

    CASE "SysTick counts to its exception"
    SETW SYST_RVR, 100
    SETW SYST_CVR, 0
    SETW SYST_CSR, 7
    VECTOR SYSTICK, stop_systick
    movs r4, #0
1:  cmp r4, #0
    beq 1b
    OUT r4
    GETW SYST_RVR
    END
    HANDLER stop_systick
    SETW SYST_CSR, 0
    mrs r4, ipsr
    bx lr

    CASE "COUNTFLAG is set once and cleared by reading"
    SETW SYST_RVR, 50
    SETW SYST_CVR, 0
    SETW SYST_CSR, 5
1:  ldr r0, [r8, #SYST_CSR]
    tst r0, #0x10000
    beq 1b
    SETW SYST_CSR, 4
    and r0, r0, #0x10000
    OUT r0
    GETW ICSR
    END

    CASE "writing CVR clears it and COUNTFLAG"
    SETW SYST_RVR, 0x1000
    SETW SYST_CVR, 0x1234
    GETW SYST_CVR
    GETW SYST_CSR
    END

@ --- Sleep and events ---

    CASE "SEV sets what WFE waits for"
    sev
    wfe
    OUTI 1
    END

    CASE "an exception's entry is an event"
    svc #0
    wfe
    OUTI 1
    END

    CASE "SEVONPEND: a pending interrupt is an event"
    SETW SCR, 0x10
    PEND 1
    wfe
    OUTI 1
    GETW ISPR
    END

    CASE "WFI ends with an interrupt that PRIMASK holds"
    ENABLE 1
    cpsid i
    PEND 1
    wfi
    OUTI 1
    cpsie i
    SYNC
    END

    CASE "WFI ends with SysTick"
    VECTOR SYSTICK, stop_systick
    movs r4, #0
    SETW SYST_RVR, 1000
    SETW SYST_CVR, 0
    SETW SYST_CSR, 7
1:  wfi
    cmp r4, #0
    beq 1b
    OUTI 1
    END

    CASE "WFE ends with an interrupt"
    VECTOR SYSTICK, stop_systick
    movs r4, #0
    SETW SYST_RVR, 1000
    SETW SYST_CVR, 0
    SETW SYST_CSR, 7
1:  wfe
    cmp r4, #0
    beq 1b
    OUTI 1
    END

@ --- Exclusives ---

    .macro EXCLUSIVE name, between:vararg
    CASE "\name"
    ldr r4, =DATA
    ldrex r0, [r4]
    adds r0, #1
    \between
    strex r1, r0, [r4]
    OUT r1
    ldr r0, [r4]
    OUT r0
    END
    .endm
    EXCLUSIVE "LDREX, STREX", nop
    EXCLUSIVE "an exception between LDREX and STREX", svc 0
    EXCLUSIVE "CLREX between LDREX and STREX", clrex

    CASE "STREX without LDREX"
    ldr r4, =DATA
    movs r0, #5
    strex r1, r0, [r4]
    OUT r1
    ldr r0, [r4]
    OUT r0
    END

    CASE "a second STREX fails"
    ldr r4, =DATA
    ldrex r0, [r4]
    movs r0, #5
    strex r1, r0, [r4]
    OUT r1
    movs r0, #6
    strex r1, r0, [r4]
    OUT r1
    ldr r0, [r4]
    OUT r0
    END

    CASE "LDREX in a handler does not serve the thread"
    VECTOR SVCALL, tag_elsewhere
    ldr r4, =DATA
    ldrex r0, [r4]
    svc #0
    movs r0, #6
    strex r1, r0, [r4]
    OUT r1
    END
    HANDLER tag_elsewhere
    ldrex r0, [r4]
    bx lr

    .irp width, b, h
    CASE "LDREX\width, STREX\width"
    ldr r4, =DATA
    ldr r0, =0x12345678
    str r0, [r4]
    ldrex\width r0, [r4]
    OUT r0
    movs r0, #0x9A
    strex\width r1, r0, [r4]
    OUT r1
    ldr r0, [r4]
    OUT r0
    END
    .endr
