@ System registers: what they keep of what is written, and what unprivileged code sees of them.
    .include "framework.inc"

    .macro READ_BACK name, register, values:vararg
    CASE "\name keeps its bits"
    GETW \register
    .irp value, \values
    SETW \register, \value
    dsb
    GETW \register
    .endr
    END
    .endm

    READ_BACK "SHPR1", SHPR1, 0x00FFFFFF, 0x00123456, 0x00A0C0E0, 0
    READ_BACK "SHPR2", SHPR2, 0xFF000000, 0x12000000, 0
    READ_BACK "SHPR3", SHPR3, 0xFFFF0000, 0x12340000, 0
    READ_BACK "IPR0", IPR, 0xFFFFFFFF, 0x12345678, 0
    READ_BACK "IPR7", IPR + 28, 0xFFFFFFFF, 0x12345678, 0
    READ_BACK "IPR8, which has no interrupts", IPR + 32, 0xFFFFFFFF
    READ_BACK "SCR", SCR, 0x12, 0x02, 0x10, 0

    CASE "SCR has SLEEPDEEP"
    SETW SCR, 0x16
    GETW SCR
    EXPECT 0, 0x16, "B3.2.7: SLEEPDEEP is read-write; QEMU has no such state"
    END

    READ_BACK "CCR", CCR, 0x31B, 0x200, 0x101
    READ_BACK "SHCSR's enables", SHCSR, 0x70000, 0x10000, 0x20000, 0x40000, 0
    READ_BACK "VTOR", VTOR, 0x20021000, 0x20021080, 0x2002107F, 0
    READ_BACK "CPACR", CPACR, 0x00F00000, 0x00500000, 0, 0xFFFFFFFF
    READ_BACK "FPCCR", FPCCR, 0xC0000000, 0x80000000, 0x40000000, 0
    READ_BACK "FPCAR", FPCAR, 0x20012345, 0x20012348, 0xFFFFFFFF
    READ_BACK "FPDSCR", FPDSCR, 0xFFFFFFFF, 0x07C00000, 0x02400000, 0
    READ_BACK "MMFAR", MMFAR, 0x12345678, 0
    READ_BACK "BFAR", BFAR, 0x12345678, 0
    READ_BACK "MPU_RNR", MPU_RNR, 7, 3, 0
    READ_BACK "MPU_CTRL's bits besides ENABLE", MPU_CTRL, 2, 4, 6, 0
    READ_BACK "SYST_RVR", SYST_RVR, 0xFFFFFFFF, 0x00123456, 0
    READ_BACK "SYST_CSR's bits besides ENABLE", SYST_CSR, 0x2, 0x6, 0x4
    READ_BACK "ICSR, which keeps nothing", ICSR, 0x00000000, 0x02000000, 0x08000000
    READ_BACK "ISER", ISER, 0x000000F0, 0x0000000F, 0x80000000
    READ_BACK "ISPR", ISPR, 0x000000F0, 0x0000000F, 0x80000000
    READ_BACK "ICER", ICER, 0
    READ_BACK "IABR, which is read-only", IABR, 0xFFFFFFFF
    READ_BACK "CPUID, which is read-only", CPUID, 0
    READ_BACK "MPU_TYPE, which is read-only", MPU_TYPE, 0
    READ_BACK "ICTR, which is read-only", ICTR, 0

    .irp group, 0, 1, 2, 3, 4, 5, 6, 7
    CASE "AIRCR.PRIGROUP is \group"
    SETW AIRCR, 0x05FA0000 + \group * 0x100
    GETW AIRCR
    END
    .endr

    CASE "AIRCR takes nothing without its key"
    SETW AIRCR, 0x05FA0300
    SETW AIRCR, 0xFA050500
    GETW AIRCR
    SETW AIRCR, 0x00000500
    GETW AIRCR
    END

    CASE "ICER clears what ISER set"
    SETW ISER, 0xFFFF
    SETW ICER, 0x0FF0
    GETW ISER
    GETW ICER
    END

    CASE "ICPR clears what ISPR set"
    SETW ISPR, 0xFFFF
    SETW ICPR, 0x0FF0
    GETW ISPR
    GETW ICPR
    END

    CASE "bytes and halfwords of IPR"
    movs r0, #0x20
    strb r0, [r8, #IPR + 1]
    ldr r0, =0x4060
    strh r0, [r8, #IPR + 2]
    GETW IPR
    ldrb r0, [r8, #IPR + 3]
    OUT r0
    ldrh r0, [r8, #IPR]
    OUT r0
    END

    CASE "bytes of SHPR"
    movs r0, #0x80
    strb r0, [r8, #SHPR3 + 2]
    movs r0, #0xC0
    strb r0, [r8, #SHPR3 + 3]
    GETW SHPR3
    ldrb r0, [r8, #SHPR3 + 3]
    OUT r0
    END

    CASE "a byte of CFSR is cleared alone"
    ENABLE_FAULTS
    VECTOR USAGEFAULT, keep_cfsr
    VECTOR BUSFAULT, keep_cfsr
    RESUME 1f
    udf #0
1:  RESUME 2f
    ldr r0, =NOWHERE
    ldr r0, [r0]
2:  GETW CFSR
    movs r0, #0xFF
    strb r0, [r8, #CFSR + 1]
    GETW CFSR
    mvn r0, #0
    strh r0, [r8, #CFSR + 2]
    GETW CFSR
    END
    HANDLER keep_cfsr
    bic r1, r9, #1
    str r1, [sp, #24]
    bx lr

    CASE "MPU regions keep base and attributes"
    .irp number, 0, 1, 2, 3, 4, 5, 6, 7
    REGION \number, 0x20000000 + \number * 0x10000, 0x1300001F + \number * 0x100
    .endr
    .irp number, 0, 1, 2, 3, 4, 5, 6, 7
    SETW MPU_RNR, \number
    GETW MPU_RBAR
    GETW MPU_RASR
    .endr
    END

    CASE "MPU_RBAR with VALID chooses the region"
    SETW MPU_RBAR, 0x20000015
    GETW MPU_RNR
    GETW MPU_RBAR
    SETW MPU_RASR, 0x03000013
    SETW MPU_RBAR, 0x20010012
    GETW MPU_RNR
    SETW MPU_RNR, 5
    GETW MPU_RBAR
    GETW MPU_RASR
    END

    CASE "MPU aliases reach the region that RNR has"
    SETW MPU_RBAR, 0x20000010
    SETW MPU_RASR, 0x03000013
    SETW MPU_RBAR + 8, 0x20010011
    SETW MPU_RASR + 8, 0x03000015
    SETW MPU_RBAR + 16, 0x20020012
    SETW MPU_RASR + 16, 0x03000017
    SETW MPU_RBAR + 24, 0x20030013
    SETW MPU_RASR + 24, 0x03000019
    .irp number, 0, 1, 2, 3
    SETW MPU_RNR, \number
    GETW MPU_RBAR
    GETW MPU_RASR
    .endr
    END

    .irp special, APSR, IAPSR, EAPSR, XPSR, IPSR, EPSR, IEPSR, MSP, PSP, PRIMASK, BASEPRI, BASEPRI_MAX, FAULTMASK, CONTROL
    CASE "MRS \special, privileged"
    MSRI APSR_nzcvqg, 0xA80F0000
    mrs r0, \special
    OUT r0
    END

    CASE "MRS \special, unprivileged"
    PRIORITY SVCALL, 0x20                   @ more urgent than BASEPRI
    MSRI BASEPRI, 0x40
    MSRI APSR_nzcvqg, 0x580A0000
    UNPRIVILEGED
    mrs r0, \special
    OUT r0
    PRIVILEGED
    END
    .endr

    CASE "MSR CONTROL keeps its bits"
    movs r0, #0xFF
    msr CONTROL, r0
    isb
    mrs r4, CONTROL
    PRIVILEGED
    OUT r4
    MSRI CONTROL, 0
    END

    .irp special, MSP, PSP, PRIMASK, BASEPRI, BASEPRI_MAX, FAULTMASK, CONTROL
    CASE "MSR \special is ignored where unprivileged"
    UNPRIVILEGED
    movs r0, #0
    mvn r0, r0
    bic r0, r0, #0xFF
    orr r0, r0, #0x40
    orr r0, r0, #3
    msr \special, r0
    isb
    PRIVILEGED
    mrs r0, \special
    OUT r0
    END

    .ifnc \special, CONTROL
    CASE "MSR \special keeps its bits"
    mov r4, sp
    ldr r0, =0x20014F43
    msr \special, r0
    isb
    mrs r0, \special
    mov sp, r4
    OUT r0
    MSRI FAULTMASK, 0
    MSRI PRIMASK, 0
    MSRI BASEPRI, 0
    mov sp, r4
    END
    .endif
    .endr

    CASE "CPS is ignored where unprivileged"
    UNPRIVILEGED
    cpsid i
    cpsid f
    PRIVILEGED
    OUTS PRIMASK
    OUTS FAULTMASK
    END

    CASE "CPS sets and clears"
    cpsid i
    OUTS PRIMASK
    cpsid f
    OUTS FAULTMASK
    cpsie i
    OUTS PRIMASK
    cpsie f
    OUTS FAULTMASK
    cpsid if
    OUTS PRIMASK
    OUTS FAULTMASK
    cpsie if
    OUTS PRIMASK
    OUTS FAULTMASK
    END

    CASE "BASEPRI_MAX only raises"
    MSRI BASEPRI, 0x40
    MSRI BASEPRI_MAX, 0x60
    OUTS BASEPRI
    MSRI BASEPRI_MAX, 0x20
    OUTS BASEPRI
    MSRI BASEPRI_MAX, 0
    OUTS BASEPRI
    MSRI BASEPRI, 0
    MSRI BASEPRI_MAX, 0x80
    OUTS BASEPRI
    END

    CASE "MSR APSR changes only what its mask says"
    MSRI APSR_nzcvqg, 0
    ldr r0, =0xFFFFFFFF
    msr APSR_g, r0
    mrs r1, APSR
    OUT r1
    MSRI APSR_nzcvqg, 0
    ldr r0, =0xFFFFFFFF
    msr APSR_nzcvq, r0
    mrs r1, APSR
    OUT r1
    msr APSR_nzcvqg, r2
    mrs r1, APSR
    OUT r1
    END
