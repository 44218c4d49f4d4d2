@ The memory protection unit: permissions, regions, subregions, the background.
    .include "framework.inc"

    .equ FULL, 0x03000000           @ AP: all may read and write
    .equ PRIVILEGED_ONLY, 0x01000000
    .equ XN, 0x10000000
    .equ SIZE_32, 4 << 1
    .equ SIZE_256, 7 << 1
    .equ SIZE_4K, 11 << 1
    .equ SIZE_4M, 21 << 1
    .equ SIZE_32M, 24 << 1
    .equ SIZE_4G, 31 << 1

@ Code and the other data for all, so that unprivileged code runs. The last word of a region's number 7 is the case's.
    .macro OPEN_REST
    REGION 0, 0x00000000, FULL + SIZE_4M + 1
    REGION 1, 0x20000000, FULL + SIZE_32M + 1
    .endm

    .macro MPU_ON control=5
    SETW MPU_CTRL, \control
    dsb
    isb
    .endm

    .macro MPU_OFF
    SETW MPU_CTRL, 0
    dsb
    isb
    .endm

@ What each value of AP lets through.
    .macro PERMISSION ap, control, instruction:req, name:req
    CASE "AP \ap, CONTROL \control: \name"
    ENABLE_FAULTS
    OPEN_REST
    REGION 7, DATA, \ap * 0x01000000 + SIZE_256 + 1
    MPU_ON
    RESUME 1f
    ldr r4, =DATA
    ldr r0, =0x5A5A5A5A
    MSRI CONTROL, \control
    \instruction
    OUT r0
    .balign 4
1:  PRIVILEGED
    MPU_OFF
    ldr r4, =DATA
    ldr r0, [r4]
    OUT r0
    END
    .endm
    .irp ap, 0, 1, 2, 3, 5, 6, 7
    .irp control, 0, 1
    PERMISSION \ap, \control, "ldr r0, [r4]", "LDR"
    PERMISSION \ap, \control, "str r0, [r4]", "STR"
    .endr
    .endr
    .irp ap, 1, 2, 3
    PERMISSION \ap, 0, "ldrt r0, [r4]", "LDRT"
    PERMISSION \ap, 0, "strt r0, [r4]", "STRT"
    PERMISSION \ap, 0, "ldrbt r0, [r4]", "LDRBT"
    PERMISSION \ap, 0, "strht r0, [r4]", "STRHT"
    .endr

@ An access at an offset of a region of 256 bytes whose subregions are disabled by \disabled.
    .macro SUBREGION disabled, offset
    CASE "subregions without \disabled: offset \offset"
    ENABLE_FAULTS
    OPEN_REST
    REGION 7, DATA, 0x05000000 + \disabled * 0x100 + SIZE_256 + 1
    MPU_ON
    RESUME 1f
    ldr r4, =DATA + \offset
    str r4, [r4]
    OUTI 1
    .balign 4
1:  MPU_OFF
    OUTI 2
    END
    .endm
    .irp offset, 0, 28, 32, 96, 128, 160, 192, 224
    SUBREGION 0x02, \offset
    SUBREGION 0xAA, \offset
    .endr

@ What lies just inside and outside regions of each size.
    .macro REGION_SIZE name, size, bytes
    CASE "a region of \name"
    ENABLE_FAULTS
    OPEN_REST
    REGION 7, 0x21800000, 0x05000000 + \size + 1
    MPU_ON
    ldr r4, =0x21800000
    ldr r5, =\bytes
    RESUME 1f
    str r4, [r4]
    OUTI 1
    .balign 4
1:  RESUME 2f
    add r0, r4, r5
    str r4, [r0, #-4]
    OUTI 2
    .balign 4
2:  RESUME 3f
    add r0, r4, r5
    str r4, [r0]
    OUTI 3
    .balign 4
3:  RESUME 4f
    str r4, [r4, #-4]
    OUTI 4
    .balign 4
4:  MPU_OFF
    END
    .endm
    REGION_SIZE "32 bytes", SIZE_32, 32
    REGION_SIZE "64 bytes", 5 << 1, 64
    REGION_SIZE "128 bytes", 6 << 1, 128
    REGION_SIZE "256 bytes", SIZE_256, 256
    REGION_SIZE "4 KiB", SIZE_4K, 4096
    REGION_SIZE "64 KiB", 15 << 1, 65536
    REGION_SIZE "1 MiB", 19 << 1, 0x100000

    CASE "the region with the highest number decides"
    ENABLE_FAULTS
    OPEN_REST
    REGION 6, DATA, 0x05000000 + SIZE_256 + 1
    REGION 7, DATA, FULL + SIZE_32 + 1
    MPU_ON
    ldr r4, =DATA
    RESUME 1f
    str r4, [r4]
    OUTI 1
    str r4, [r4, #32]
    OUTI 2
    .balign 4
1:  MPU_OFF
    END

    CASE "a disabled region does not count"
    ENABLE_FAULTS
    OPEN_REST
    REGION 7, DATA, 0x00000000 + SIZE_256
    MPU_ON
    ldr r4, =DATA
    RESUME 1f
    str r4, [r4]
    OUTI 1
    .balign 4
1:  MPU_OFF
    END

    CASE "without PRIVDEFENA there is no background"
    ENABLE_FAULTS
    OPEN_REST
    REGION 1, 0x20000000, FULL + (15 << 1) + 1  @ stacks and parameters
    REGION 2, DATA, FULL + SIZE_4K + 1
    REGION 3, 0x21000000, FULL + (23 << 1) + 1
    MPU_ON 1
    ldr r4, =0x20300000
    RESUME 1f
    ldr r0, [r4]
    OUTI 1
    .balign 4
1:  MPU_OFF
    END

    CASE "with it privileged code has one"
    ENABLE_FAULTS
    MPU_ON
    ldr r4, =0x20300000
    RESUME 1f
    str r4, [r4]
    OUTI 1
    .balign 4
1:  MPU_OFF
    END

    CASE "unprivileged code has none"
    ENABLE_FAULTS
    REGION 0, 0x00000000, FULL + SIZE_4M + 1
    REGION 3, 0x21000000, FULL + (23 << 1) + 1
    REGION 4, 0x20008000, FULL + (14 << 1) + 1  @ stacks
    MPU_ON
    ldr r4, =0x20300000
    RESUME 1f
    UNPRIVILEGED
    ldr r0, [r4]
    OUTI 1
    .balign 4
1:  PRIVILEGED
    MPU_OFF
    END

    CASE "the system control space is open to privileged code"
    ENABLE_FAULTS
    OPEN_REST
    REGION 7, 0xE0000000, 0x00000000 + (19 << 1) + 1
    MPU_ON 1
    GETW CPUID
    MPU_OFF
    END

    CASE "execute never"
    ENABLE_FAULTS
    OPEN_REST
    REGION 7, DATA, FULL + XN + SIZE_256 + 1
    ldr r4, =DATA
    ldr r0, =0x4770BF00                     @ nop; bx lr
    str r0, [r4]
    MPU_ON
    ldr r10, =DATA
    RESUME 1f
    adds r4, #1
    blx r4
    OUTI 1
    .balign 4
1:  MPU_OFF
    END

    CASE "execute where it is allowed"
    ENABLE_FAULTS
    OPEN_REST
    REGION 7, DATA, FULL + SIZE_256 + 1
    ldr r4, =DATA
    ldr r0, =0x4770BF00
    str r0, [r4]
    MPU_ON
    RESUME 1f
    adds r4, #1
    blx r4
    OUTI 1
    .balign 4
1:  MPU_OFF
    END

    CASE "execute where privileged code alone may read"
    ENABLE_FAULTS
    OPEN_REST
    REGION 7, DATA, PRIVILEGED_ONLY + SIZE_256 + 1
    ldr r4, =DATA
    ldr r0, =0x4770BF00
    str r0, [r4]
    MPU_ON
    adds r4, #1
    blx r4
    OUTI 1
    ldr r10, =DATA
    RESUME 1f
    UNPRIVILEGED
    blx r4
    OUTI 2
    .balign 4
1:  PRIVILEGED
    MPU_OFF
    END

    CASE "HFNMIENA 0: the unit is off in HardFault"
    OPEN_REST
    REGION 7, DATA, 0x00000000 + SIZE_256 + 1
    VECTOR HARDFAULT, store_data
    MPU_ON 5
    udf #0
    MPU_OFF
    ldr r0, =DATA
    ldr r0, [r0]
    OUT r0
    END
    HANDLER store_data
    ldr r0, =DATA
    ldr r1, =0x600DF00D
    str r1, [r0]
    ldr r0, [sp, #24]
    adds r0, #2
    str r0, [sp, #24]
    ldr r0, [r8, #CFSR]
    str r0, [r8, #CFSR]
    bx lr

    CASE "HFNMIENA 0: the unit is off under FAULTMASK"
    OPEN_REST
    REGION 7, DATA, 0x00000000 + SIZE_256 + 1
    MPU_ON 5
    cpsid f
    ldr r0, =DATA
    str r0, [r0]
    ldr r0, [r0]
    OUT r0
    cpsie f
    MPU_OFF
    END

    CASE "a handler is privileged whatever the thread is"
    ENABLE_FAULTS
    OPEN_REST
    REGION 7, DATA, PRIVILEGED_ONLY + SIZE_256 + 1
    VECTOR PENDSV, store_data_here
    MPU_ON
    SETW ISER, 1
    VECTOR SVCALL, store_or_service
    UNPRIVILEGED
    svc #2
    PRIVILEGED
    MPU_OFF
    END
    HANDLER store_data_here
    bx lr
    HANDLER store_or_service
    ldr r0, =DATA
    str r0, [r0]
    ldr r0, [r0]
    OUT r0
    b default_svc

    CASE "stacking where the MPU does not let it"
    ENABLE_FAULTS
    OPEN_REST
    REGION 7, PROCESS_STACK - 256, 0x05000000 + SIZE_256 + 1
    VECTOR MEMMANAGE, stacking_fault
    MPU_ON
    MSRI CONTROL, 2
    RESUME 1f
    svc #0
    .balign 4
1:  MSRI CONTROL, 0
    OUTI 2
    END
    HANDLER stacking_fault
    mrs r0, ipsr
    OUT r0
    mov r0, lr
    OUT r0
    ldr r0, [r8, #CFSR]
    OUT r0
    str r0, [r8, #CFSR]
    ldr r0, [r8, #SHCSR]
    OUT r0
    mrs r0, psp
    OUT r0
    MPU_OFF
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

    CASE "unstacking where the MPU does not let it"
    ENABLE_FAULTS
    OPEN_REST
    REGION 7, PROCESS_STACK - 256, 0x00000000 + SIZE_256
    VECTOR MEMMANAGE, stacking_fault
    VECTOR SVCALL, close_stack
    MPU_ON
    MSRI CONTROL, 2
    RESUME 1f
    svc #0
    .balign 4
1:  MSRI CONTROL, 0
    OUTI 2
    END
    HANDLER close_stack
    REGION 7, PROCESS_STACK - 256, 0x00000000 + SIZE_256 + 1
    dsb
    bx lr

    CASE "a multiple load that crosses into a closed region"
    ENABLE_FAULTS
    OPEN_REST
    REGION 7, DATA + 64, 0x00000000 + SIZE_32 + 1
    MPU_ON
    ldr r4, =DATA + 56
    mov r5, r4
    RESUME 1f
    ldmia r4!, {r0, r1, r2, r3}
    .balign 4
1:  MPU_OFF
    subs r4, r4, r5
    OUT r4
    END

    CASE "a multiple store that crosses into a closed region"
    ENABLE_FAULTS
    OPEN_REST
    REGION 7, DATA + 64, 0x00000000 + SIZE_32 + 1
    MPU_ON
    ldr r4, =DATA + 56
    mov r5, r4
    RESUME 1f
    stmia r4!, {r0, r1, r2, r3}
    .balign 4
1:  MPU_OFF
    subs r4, r4, r5
    OUT r4
    END

    CASE "a word across the end of a region"
    ENABLE_FAULTS
    OPEN_REST
    REGION 7, DATA + 64, 0x00000000 + SIZE_32 + 1
    MPU_ON
    ldr r4, =DATA + 62
    RESUME 1f
    ldr r0, [r4]
    OUTI 1
    .balign 4
1:  MPU_OFF
    END

    CASE "MemManage off: HardFault"
    OPEN_REST
    REGION 7, DATA, 0x00000000 + SIZE_256 + 1
    MPU_ON
    ldr r4, =DATA
    RESUME 1f
    ldr r0, [r4]
    OUTI 1
    .balign 4
1:  MPU_OFF
    END

    CASE "an FP store into a closed region"
    ENABLE_FAULTS
    OPEN_REST
    REGION 7, DATA, 0x00000000 + SIZE_256 + 1
    MPU_ON
    ldr r4, =DATA
    RESUME 1f
    vstr s0, [r4]
    OUTI 1
    .balign 4
1:  MPU_OFF
    END

    CASE "VPUSH into a closed region keeps its base"
    ENABLE_FAULTS
    OPEN_REST
    REGION 7, DATA, 0x00000000 + SIZE_256 + 1
    MPU_ON
    ldr r4, =DATA + 64
    RESUME 1f
    vstmdb r4!, {s0-s3}
    OUTI 1
    .balign 4
1:  MPU_OFF
    OUT r4
    END
