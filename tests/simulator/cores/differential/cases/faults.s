@ Faults: what each sets, where it goes, what becomes of it when its handler is off.
    .include "framework.inc"

@ An instruction that faults, with its handler on, off (it becomes HardFault), and in a handler of
@ more urgent priority.
    .macro FAULT name, instruction:vararg
    CASE "\name"
    ENABLE_FAULTS
    RESUME 1f
    \instruction
    .balign 4
1:  OUTI 0x900D
    END

    CASE "\name, escalated"
    RESUME 1f
    \instruction
    .balign 4
1:  OUTI 0x900D
    END
    .endm

    FAULT "UDF", udf 0
    FAULT "UDF.W", udf.w 0
    FAULT "coprocessor 0: MRC", mrc p0, 0, r0, c0, c0
    FAULT "coprocessor 7: MCR", mcr p7, 0, r0, c0, c0
    FAULT "coprocessor 5: CDP", cdp p5, 0, c0, c0, c0
    FAULT "coprocessor 3: LDC", ldc p3, c0, [r0]
    FAULT "coprocessor 9: MCRR", mcrr p9, 0, r0, r1, c0
    FAULT "coprocessor 15: MRC2", mrc2 p15, 0, r0, c0, c0
    FAULT "double precision: VADD.F64", .inst.w 0xEE310B02
    FAULT "SMC", .inst.w 0xF7F08000
    FAULT "BLX to an even address", blx r0
    FAULT "SDIV by 0 without DIV_0_TRP", sdiv r0, r1, r9
    FAULT "load from nowhere", bl load_nowhere
    FAULT "store to nowhere", bl store_nowhere
    FAULT "a byte from nowhere", bl load_byte_nowhere
    FAULT "LDM from nowhere", bl load_multiple_nowhere
    FAULT "LDRD from nowhere", bl load_dual_nowhere
    FAULT "branch to nowhere", bl branch_nowhere
    FAULT "branch to execute-never memory", bl branch_xn
    FAULT "branch to an even address by BX", bl branch_even
    FAULT "branch to an even address by POP", bl pop_even
    FAULT "branch to an even address by LDR", bl ldr_even

    .thumb_func
load_nowhere:
    ldr r0, =NOWHERE
    ldr r0, [r0, #4]
    bx lr
    .thumb_func
store_nowhere:
    ldr r0, =NOWHERE
    str r0, [r0, #8]
    dsb
    bx lr
    .thumb_func
load_byte_nowhere:
    ldr r0, =NOWHERE
    ldrb r0, [r0, #3]
    bx lr
    .thumb_func
load_multiple_nowhere:
    ldr r0, =NOWHERE
    ldmia r0, {r1, r2, r3}
    bx lr
    .thumb_func
load_dual_nowhere:
    ldr r0, =NOWHERE
    ldrd r1, r2, [r0, #8]
    bx lr
    .thumb_func
branch_nowhere:
    ldr r10, =NOWHERE                       @ what is told is relative to it
    ldr r0, =NOWHERE + 1
    bx r0
    .thumb_func
branch_xn:
    ldr r10, =0x40000000
    ldr r0, =0x40000001
    bx r0
    .thumb_func
branch_even:
    ldr r10, =0x1000
    ldr r0, =0x1000
    bx r0
    .thumb_func
pop_even:
    ldr r10, =0x1000
    ldr r0, =0x1000
    push {r0}
    pop {pc}
    .thumb_func
ldr_even:
    ldr r10, =0x1000
    ldr r0, =0x1000
    push {r0}
    ldr pc, [sp], #4
    .ltorg

@ --- DIV_0_TRP ---

    .macro DIVISION name, ccr, instruction:req
    CASE "\name"
    ENABLE_FAULTS
    SETW CCR, \ccr
    RESUME 1f
    movs r1, #100
    movs r2, #0
    movs r3, #7
    \instruction
    OUT r0
1:  OUT r0
    END
    .endm
    DIVISION "SDIV by 0 traps", 0x210, "sdiv r0, r1, r2"
    DIVISION "UDIV by 0 traps", 0x210, "udiv r0, r1, r2"
    DIVISION "SDIV by another does not", 0x210, "sdiv r0, r1, r3"
    DIVISION "UDIV by another does not", 0x210, "udiv r0, r1, r3"
    DIVISION "SDIV by 0 is 0", 0x200, "sdiv r0, r1, r2"
    DIVISION "UDIV by 0 is 0", 0x200, "udiv r0, r1, r2"

    CASE "a division by 0 that is not executed does not trap"
    ENABLE_FAULTS
    SETW CCR, 0x210
    movs r2, #0
    cmp r2, #1
    itt eq
    sdiveq r0, r1, r2
    udiveq r0, r1, r2
    OUT r0
    END

    CASE "a division by 0 in an IT block"
    ENABLE_FAULTS
    SETW CCR, 0x210
    RESUME 1f
    movs r2, #0
    cmp r2, #0
    itt eq
    moveq r0, #5
    sdiveq r0, r1, r2
1:  OUT r0
    END

    CASE "the most negative number by -1"
    mov r1, #0x80000000
    mov r2, #-1
    sdiv r0, r1, r2
    OUT r0
    SETW CCR, 0x210
    sdiv r0, r1, r2
    OUT r0
    END

@ --- Alignment ---

@ traps: whether QEMU should, and does not.
    .macro UNALIGNED name, ccr, instruction:req, traps=0
    CASE "unaligned \name, CCR \ccr"
    .if \traps && (\ccr & 8)
    EXPECT 0, 0xF000 + USAGEFAULT, "B3.2.8: CCR.UNALIGN_TRP; QEMU 7.2 has it not"
    EXPECT 1, 0x01000000, "B3.2.8: CCR.UNALIGN_TRP; QEMU 7.2 has it not"
    EXPECT 2, 0, "B3.2.8: CCR.UNALIGN_TRP; QEMU 7.2 has it not"
    EXPECT 3, 0x22, "B3.2.8: CCR.UNALIGN_TRP; QEMU 7.2 has it not"
    EXPECT 4, 0x12345678, "B3.2.8: CCR.UNALIGN_TRP; QEMU 7.2 has it not"
    EXPECT 5, 0x12345678, "B3.2.8: CCR.UNALIGN_TRP; QEMU 7.2 has it not"
    .endif
    ENABLE_FAULTS
    SETW CCR, \ccr
    ldr r4, =DATA
    ldr r0, =0x12345678
    str r0, [r4]
    str r0, [r4, #4]
    RESUME 1f
    ldr r4, =DATA + 1
    movs r0, #1
    movs r1, #2
    \instruction
    OUT r0
    OUT r1
1:  ldr r4, =DATA
    ldr r0, [r4]
    OUT r0
    ldr r0, [r4, #4]
    OUT r0
    END
    .endm
    .irp ccr, 0x200, 0x208
    UNALIGNED "LDR", \ccr, "ldr r0, [r4]", 1
    UNALIGNED "LDRH", \ccr, "ldrh r0, [r4]", 1
    UNALIGNED "LDRSH", \ccr, "ldrsh r0, [r4]", 1
    UNALIGNED "LDRB", \ccr, "ldrb r0, [r4]"
    UNALIGNED "STR", \ccr, "str r0, [r4]", 1
    UNALIGNED "STRH", \ccr, "strh r0, [r4]", 1
    UNALIGNED "STRB", \ccr, "strb r0, [r4]"
    UNALIGNED "LDRD", \ccr, "ldrd r0, r1, [r4]"
    UNALIGNED "STRD", \ccr, "strd r0, r1, [r4]"
    UNALIGNED "LDM", \ccr, "ldmia r4, {r0, r1}"
    UNALIGNED "STM", \ccr, "stmia r4, {r0, r1}"
    UNALIGNED "LDREX", \ccr, "ldrex r0, [r4]"
    UNALIGNED "LDREXH", \ccr, "ldrexh r0, [r4]"
    UNALIGNED "VLDR", \ccr, "vldr s0, [r4]"
    UNALIGNED "VSTR", \ccr, "vstr s0, [r4]"
    UNALIGNED "VLDM", \ccr, "vldmia r4, {s0-s1}"
    .endr

@ --- Escalation ---

    CASE "a fault in a handler of its priority becomes HardFault"
    ENABLE_FAULTS
    VECTOR SVCALL, undefined_here
    PRIORITY USAGEFAULT, 0x80
    PRIORITY SVCALL, 0x40
    svc #0
    OUTI 1
    END
    HANDLER undefined_here
    RESUME 1f
    udf #0
1:  OUTI 2
    bx lr

    CASE "a fault in a less urgent handler is taken"
    ENABLE_FAULTS
    VECTOR SVCALL, undefined_here
    PRIORITY USAGEFAULT, 0x40
    PRIORITY SVCALL, 0x80
    svc #0
    OUTI 1
    END

    .irp special, PRIMASK, BASEPRI
    CASE "a fault under \special becomes HardFault"
    ENABLE_FAULTS
    PRIORITY USAGEFAULT, 0x80
    MSRI \special, 1
    RESUME 1f
    udf #0
1:  OUTI 2
    MSRI \special, 0
    END
    .endr

    CASE "SVC under PRIMASK becomes HardFault"
    cpsid i
    RESUME 1f
    svc #0
1:  OUTI 2
    GETW SHCSR
    cpsie i
    END

    CASE "SVC in SVC becomes HardFault"
    VECTOR SVCALL, service_again
    svc #0
    OUTI 1
    END
    HANDLER service_again
    RESUME 1f
    svc #0
1:  OUTI 2
    bx lr

    CASE "BKPT without a debugger"
    EXPECT 2, 0x80000000, "B3.2.16: HFSR.DEBUGEVT; QEMU sets FORCED"
    RESUME 1f
    bkpt #0
1:  OUTI 2
    END

@ --- Invalid returns ---

    .macro INVALID_RETURN value
    CASE "EXC_RETURN \value to thread mode"
    ENABLE_FAULTS
    VECTOR SVCALL, invalid_return
    VECTOR USAGEFAULT, after_invalid_return
    ldr r4, =\value
    movs r5, #0
    svc #0
1:  OUTI 2
    END
    .endm
    .irp value, 0xFFFFFFF1, 0xFFFFFFF3, 0xFFFFFFF5, 0xFFFFFFF7, 0xFFFFFFFB, 0xFFFFFFFF
    INVALID_RETURN \value
    .endr
    HANDLER invalid_return
    bx r4
    HANDLER after_invalid_return
    mrs r0, ipsr
    OUT r0
    ldr r0, [r8, #CFSR]
    OUT r0
    str r0, [r8, #CFSR]
    ldr r0, [r8, #SHCSR]
    OUT r0
    mov r0, sp
    OUT r0
    ldr lr, =0xFFFFFFF9
    bx lr

    CASE "EXC_RETURN as an address in thread mode"
    ENABLE_FAULTS
    ldr r10, =0xFFFFFFF0
    ldr r0, =0xFFFFFFF9
    RESUME 1f
    bx r0
1:  OUTI 2
    END

    CASE "a return with several exceptions active to thread mode"
    ENABLE_FAULTS
    PRIORITY SVCALL, 0x40
    PRIORITY PENDSV, 0x80
    VECTOR PENDSV, call_and_return
    VECTOR SVCALL, return_to_thread
    VECTOR USAGEFAULT, in_between
    SETW ICSR, 1 << 28
    SYNC
    OUTI 3
    END
    HANDLER call_and_return
    push {lr}
    svc #0
    OUTI 2
    pop {pc}
    HANDLER return_to_thread
    ldr lr, =0xFFFFFFF9
    bx lr
    HANDLER in_between
    mrs r0, ipsr
    OUT r0
    ldr r0, [r8, #CFSR]
    OUT r0
    str r0, [r8, #CFSR]
    ldr r0, [r8, #SHCSR]
    OUT r0
    ldr lr, =0xFFFFFFF1
    bx lr

    CASE "a stacked PC that is even makes no difference"
    VECTOR SVCALL, clear_pc_bit
    svc #0
    OUTI 1
    END
    HANDLER clear_pc_bit
    ldr r0, [sp, #24]
    bic r0, r0, #1
    str r0, [sp, #24]
    bx lr

    CASE "a stacked xPSR without T"
    ENABLE_FAULTS
    VECTOR SVCALL, clear_t
    RESUME 1f
    svc #0
    OUTI 1
1:  OUTI 2
    END
    HANDLER clear_t
    ldr r0, [sp, #28]
    bic r0, r0, #0x01000000
    str r0, [sp, #28]
    bx lr

@ --- Stacks that are not there ---

    CASE "a process stack in nowhere"
    ENABLE_FAULTS
    VECTOR BUSFAULT, stack_fault
    ldr r0, =NOWHERE
    msr psp, r0
    MSRI CONTROL, 2
    RESUME 1f
    svc #0
1:  MSRI CONTROL, 0
    OUTI 2
    END
    HANDLER stack_fault
    mrs r0, ipsr
    OUT r0
    mov r0, lr
    OUT r0
    ldr r0, [r8, #CFSR]
    OUT r0
    str r0, [r8, #CFSR]
    ldr r0, [r8, #SHCSR]                    @ what the fault came from is pending
    OUT r0
    mrs r0, psp
    OUT r0
    ldr r0, [r8, #SHCSR]                    @ but not its active bits
    bic r0, r0, #0xF000
    str r0, [r8, #SHCSR]
    ldr r0, =PROCESS_STACK - 32
    msr psp, r0
    bic r1, r9, #1
    str r1, [r0, #24]
    ldr r1, =0x01000000
    str r1, [r0, #28]
    bx lr

    CASE "a process stack in nowhere, escalated"
    VECTOR HARDFAULT, stack_fault
    ldr r0, =NOWHERE
    msr psp, r0
    MSRI CONTROL, 2
    RESUME 1f
    ENABLE 1
    PEND 1
1:  MSRI CONTROL, 0
    GETW HFSR
    OUTI 2
    END

    CASE "unstacking from nowhere"
    ENABLE_FAULTS
    VECTOR SVCALL, lose_stack
    VECTOR BUSFAULT, stack_fault
    MSRI CONTROL, 2
    RESUME 1f
    svc #0
1:  MSRI CONTROL, 0
    OUTI 2
    END
    HANDLER lose_stack
    ldr r0, =NOWHERE
    msr psp, r0
    bx lr

@ The table's first 32 words lie at the very end of a memory, those of interrupts 16 and on behind it.
    CASE "a vector from nowhere"
    EXPECT 1, 2, "B3.2.16: HFSR.VECTTBL; QEMU sets FORCED"
    .equ LAST_TABLE, 0x21FFFF80
    ldr r2, =LAST_TABLE
    movs r3, #32
    movs r1, #0
1:  ldr r0, [r1], #4
    str r0, [r2], #4
    subs r3, #1
    bne 1b
    ldr r2, =LAST_TABLE
    ldr r0, =vector_fault
    str r0, [r2, #4 * HARDFAULT]
    SETW VTOR, LAST_TABLE
    ENABLE 1 << 16
    PEND 1 << 16
    OUTI 2
    GETW ISPR
    END
    HANDLER vector_fault
    mrs r0, ipsr
    OUT r0
    ldr r0, [r8, #HFSR]
    OUT r0
    ldr r0, [r8, #IABR]
    OUT r0
    mov r0, lr
    OUT r0
    ldr r0, [sp, #20]
    OUT r0
    ldr r0, [sp, #28]
    bic r1, r0, #0x01000000                 @ what T is of a handler that never began is not said
    OUT r1
    orr r0, r0, #0x01000000
    str r0, [sp, #28]
    ldr r0, =vector_fault_return - 1
    str r0, [sp, #24]
    bx lr
    HANDLER vector_fault_return
    bx lr

@ --- What software sets in SHCSR ---

    .irp bit, 12, 13, 14
    CASE "SHCSR: pending bit \bit"
    ENABLE_FAULTS
    VECTOR MEMMANAGE, log_handler
    VECTOR BUSFAULT, log_handler
    VECTOR USAGEFAULT, log_handler
    cpsid i
    SETW SHCSR, 0x70000 + (1 << \bit)
    GETW SHCSR
    cpsie i
    SYNC
    GETW SHCSR
    END
    .endr

    CASE "SHCSR: software sets and clears what is active"
    SETW SHCSR, 0x0CF0B
    GETW SHCSR
    GETW ICSR
    SETW SHCSR, 0
    GETW SHCSR
    GETW ICSR
    END

    CASE "SHCSR: a return from what is no longer active"
    ENABLE_FAULTS
    VECTOR SVCALL, clear_own_active
    VECTOR USAGEFAULT, after_invalid_return
    svc #0
    OUTI 2
    END
    HANDLER clear_own_active
    SETW SHCSR, 0x70000
    bx lr

    CASE "SHCSR: what is active"
    VECTOR SVCALL, show_active
    VECTOR PENDSV, show_active
    VECTOR SYSTICK, show_active
    PRIORITY PENDSV, 0x80
    svc #0
    SETW ICSR, 1 << 28
    SYNC
    SETW ICSR, 1 << 26
    SYNC
    END
    HANDLER show_active
    ldr r0, [r8, #SHCSR]
    OUT r0
    ldr r0, [r8, #ICSR]
    OUT r0
    bx lr

    CASE "a fault in an IT block keeps the block's state"
    ENABLE_FAULTS
    VECTOR USAGEFAULT, skip_instruction
    movs r0, #1
    cmp r0, #1
    itete eq
    udfeq.w #0
    movne r0, #2
    moveq r1, #3
    movne r1, #4
    OUT r0
    OUT r1
    END
    HANDLER skip_instruction
    ldr r0, [sp, #28]
    OUT r0
    ldr r0, [r8, #CFSR]
    str r0, [r8, #CFSR]
    ldr r0, [sp, #24]
    adds r0, #4
    str r0, [sp, #24]
    ldr r0, [sp, #28]
    bic r0, r0, #0x06000000
    bic r0, r0, #0x0000FC00
    str r0, [sp, #28]
    bx lr

    CASE "a load that faults changes no register"
    ENABLE_FAULTS
    RESUME 1f
    ldr r4, =NOWHERE
    mov r5, r4
    ldr r0, [r4], #4
1:  cmp r4, r5
    it eq
    moveq r0, #1
    OUT r0
    END

    CASE "a store with write-back that faults keeps its base"
    ENABLE_FAULTS
    RESUME 1f
    ldr r4, =NOWHERE
    str r0, [r4, #8]!
1:  OUT r4
    END

    CASE "PUSH into nowhere keeps SP"
    ENABLE_FAULTS
    RESUME 1f
    ldr r0, =NOWHERE
    mrs r5, msp
    msr psp, r0
    MSRI CONTROL, 2
    VECTOR BUSFAULT, push_fault
    push {r0, r1}
1:  MSRI CONTROL, 0
    END
    HANDLER push_fault
    ldr r0, [r8, #CFSR]
    OUT r0
    str r0, [r8, #CFSR]
    mrs r0, psp
    OUT r0
    ldr r0, [r8, #SHCSR]
    OUT r0
    ldr r0, =PROCESS_STACK - 32
    msr psp, r0
    bic r1, r9, #1
    str r1, [r0, #24]
    ldr r1, =0x01000000
    str r1, [r0, #28]
    ldr lr, =0xFFFFFFFD
    bx lr

@ --- What unprivileged code may not ---

    .macro FORBIDDEN name, instruction:req
    CASE "unprivileged: \name"
    ENABLE_FAULTS
    RESUME 1f
    UNPRIVILEGED
    \instruction
    OUT r0
    .balign 4
1:  PRIVILEGED
    OUTI 2
    END
    .endm
    FORBIDDEN "a read of the system control space", "ldr r0, [r8, #CCR]"
    FORBIDDEN "a write there", "str r0, [r8, #ISPR]"
    FORBIDDEN "STIR", "str r0, [r8, #STIR]"
    FORBIDDEN "a read of SysTick", "ldr r0, [r8, #SYST_CSR]"
    FORBIDDEN "a write to the MPU", "str r0, [r8, #MPU_CTRL]"

    CASE "unprivileged: STIR with USERSETMPEND"
    ENABLE_FAULTS
    ENABLE 4
    SETW CCR, 0x202
    RESUME 1f
    UNPRIVILEGED
    movs r0, #2
    str r0, [r8, #STIR]
    dsb
    isb
1:  PRIVILEGED
    END

    CASE "unprivileged by LDRT: the system control space"
    ENABLE_FAULTS
    RESUME 1f
    ldr r0, =SCS + CCR
    ldrt r0, [r0]
    OUT r0
1:  OUTI 2
    END
