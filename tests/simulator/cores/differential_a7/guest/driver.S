@ Runs record after record: loads its registers, goes to its code, and writes what became of them over it. The record's
@ layout is record.hpp's. A sequence may use all registers, so r0 is kept in TPIDRURW at its end.
    .syntax unified
    .arch armv7-a
    .fpu neon-vfpv4
    .arm

    .equ RECORD_BYTES, 848
    .equ SINGLES, 80

    .text
    .global run_records, next_record, finish
    .type run_records, %function
    .type next_record, %function
    .type finish, %function
@ void run_records(first, end)
run_records:
    push {r4-r11, lr}
    vpush {d8-d15}
    ldr r2, =saved_sp
    str sp, [r2]
    ldr r2, =records_end
    str r1, [r2]
    ldr r2, =current_record
    str r0, [r2]
    b load_record

@ Every sequence ends with a branch to here, by way of the code that guest.c puts in front of all.
finish:
    setend le
    mcr p15, 0, r0, c13, c0, 2
    ldr r0, =current_record
    ldr r0, [r0]
    add r0, r0, #4
    stmia r0, {r1-r14}
    mrs r1, apsr
    str r1, [r0, #60]
    vmrs r1, fpscr
    str r1, [r0, #64]
    mrc p15, 0, r1, c13, c0, 2
    str r1, [r0, #-4]
    add r1, r0, #(SINGLES - 4)
    vstmia r1!, {d0-d15}
    vstmia r1!, {d16-d31}
next_record:
    ldr r2, =current_record
    ldr r0, [r2]
    add r0, r0, #RECORD_BYTES
    str r0, [r2]
load_record:
    ldr r1, =records_end
    ldr r1, [r1]
    cmp r0, r1
    bhs done
    clrex
    mcr p15, 0, r0, c13, c0, 2
    ldr r1, [r0, #68]
    vmsr fpscr, r1
    add r1, r0, #SINGLES
    vldmia r1!, {d0-d15}
    vldmia r1!, {d16-d31}
    ldr r1, [r0, #64]
    msr apsr_nzcvqg, r1
    ldr lr, [r0, #56]
    mov sp, r0                      @ from there the sequence's first instruction moves it
    ldmia sp, {r0-r12}
    ldr pc, [sp, #60]
done:
    mov r1, #0
    vmsr fpscr, r1
    ldr r2, =saved_sp
    ldr sp, [r2]
    vpop {d8-d15}
    pop {r4-r11, pc}
    .ltorg

    .data
    .global current_record
current_record: .word 0
records_end: .word 0
saved_sp: .word 0
    .section .note.GNU-stack, "", %progbits
