/// The Cortex-M4F of a real-time core: vector table, interrupt controller, system timer, floating
/// point unit. Names of registers are those of the ARMv7-M Architecture Reference Manual.
///
/// Everything is inline; there is nothing to link.
#pragma once

#include "irq.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What the core runs on an exception or an interrupt. An ordinary function: the core saves and
/// restores the registers that the caller of a function would.
typedef void (*Core_Handler)(void);

/// The vector table. The loader takes the stack and the reset handler from the table that the ELF
/// file's entry point is the address of, so linker scripts place it first and call it VectorTable.
/// A handler that is not set is 0, and taking its exception escalates to the hard fault.
typedef struct {
    void* stackTop; ///< the main stack grows down from here: StackTop of the linker script
    Core_Handler reset;
    Core_Handler nmi;
    Core_Handler hardFault;
    Core_Handler memManage;
    Core_Handler busFault;
    Core_Handler usageFault;
    Core_Handler reserved7[4];
    Core_Handler svCall;
    Core_Handler debugMonitor;
    Core_Handler reserved13;
    Core_Handler pendSv;
    Core_Handler sysTick;
    Core_Handler irq[MT3620_IRQ_COUNT]; ///< by the numbers of irq.h
} Core_VectorTable;

/// Defines the table of the program: `CORE_VECTOR_TABLE = {.stackTop = StackTop, .reset = ...};`
#define CORE_VECTOR_TABLE                                                                          \
    const Core_VectorTable VectorTable __attribute__((section(".vectors"), used, aligned(512)))

extern const Core_VectorTable VectorTable;
extern uint32_t StackTop[]; ///< of the linker script; only its address means something

/// For large buffers and all that a DMA channel reads or writes: DMA reaches SYSRAM (64 KiB), not
/// the TCM that variables are in otherwise. Zero at the start; cannot be initialised.
#define CORE_SYSRAM __attribute__((section(".sbss.sysram")))

// --- Registers ---------------------------------------------------------------------------------

/// System timer, SysTick (B3.3). It counts the core's clock.
typedef struct {
    volatile uint32_t CTRL; ///< SYST_CSR
    volatile uint32_t LOAD; ///< SYST_RVR: the period is one more
    volatile uint32_t VAL;  ///< SYST_CVR: counts down; any write makes it 0
    volatile uint32_t CALIB;
} Core_SysTick;

#define CORE_SYSTICK ((Core_SysTick*)0xE000E010U)
#define CORE_SYSTICK_ENABLE (1U << 0)
#define CORE_SYSTICK_TICKINT (1U << 1)
#define CORE_SYSTICK_CLKSOURCE (1U << 2)  ///< 1: the core's clock
#define CORE_SYSTICK_COUNTFLAG (1U << 16) ///< has wrapped since the last read

/// Nested vectored interrupt controller (B3.4); one bit an interrupt, one byte a priority.
typedef struct {
    volatile uint32_t ISER[32]; ///< 0xE000E100: set-enable
    volatile uint32_t ICER[32]; ///< 0xE000E180: clear-enable
    volatile uint32_t ISPR[32]; ///< 0xE000E200: set-pending
    volatile uint32_t ICPR[32]; ///< 0xE000E280: clear-pending
    volatile uint32_t IABR[64]; ///< 0xE000E300: active
    volatile uint8_t IPR[240];  ///< 0xE000E400: priority, bits [7:5]
} Core_Nvic;

#define CORE_NVIC ((Core_Nvic*)0xE000E100U)

/// System control block (B3.2).
typedef struct {
    volatile uint32_t CPUID;   ///< 0xE000ED00
    volatile uint32_t ICSR;    ///< 0xE000ED04: pends and tells of SysTick, PendSV and NMI
    volatile uint32_t VTOR;    ///< 0xE000ED08: address of the vector table
    volatile uint32_t AIRCR;   ///< 0xE000ED0C: key, priority grouping
    volatile uint32_t SCR;     ///< 0xE000ED10: sleep
    volatile uint32_t CCR;     ///< 0xE000ED14
    volatile uint8_t SHPR[12]; ///< 0xE000ED18: priorities of exceptions 4 to 15
    volatile uint32_t SHCSR;   ///< 0xE000ED24
    volatile uint32_t CFSR;    ///< 0xE000ED28: why a fault was taken
    volatile uint32_t HFSR;    ///< 0xE000ED2C
    volatile uint32_t DFSR;    ///< 0xE000ED30
    volatile uint32_t MMFAR;   ///< 0xE000ED34: address of a memory management fault
    volatile uint32_t BFAR;    ///< 0xE000ED38: address of a bus fault
    uint32_t reserved3C[19];
    volatile uint32_t CPACR; ///< 0xE000ED88: access to the floating point unit
} Core_Scb;

#define CORE_SCB ((Core_Scb*)0xE000ED00U)
#define CORE_SCB_ICSR_PENDSVSET (1U << 28)
#define CORE_SCB_ICSR_VECTACTIVE 0x1FFU
#define CORE_SCB_CPACR_FPU (0xFU << 20) ///< CP10 and CP11: full access

#ifndef __cplusplus
_Static_assert(sizeof(Core_VectorTable) == 4U * (16U + MT3620_IRQ_COUNT), "the core's layout");
_Static_assert(offsetof(Core_Nvic, IPR) == 0x300, "B3.4.3");
_Static_assert(offsetof(Core_Scb, CPACR) == 0x88, "B3.2.2");
#endif

/// Priorities have three bits: 0 is the most urgent, 7 the least.
#define CORE_LOWEST_PRIORITY 7U
#define CORE_PRIORITY_SHIFT 5U

/// Numbers of exceptions that have a priority, for Core_SetExceptionPriority.
enum { Core_Exception_SvCall = 11, Core_Exception_PendSv = 14, Core_Exception_SysTick = 15 };

// --- Instructions ------------------------------------------------------------------------------

/// All memory accesses before are done before anything after begins. Before a doorbell, for one.
static inline void Core_DataSynchronizationBarrier(void)
{
    __asm volatile("dsb" ::: "memory");
}

/// What follows is fetched anew, and sees what changed before (CONTROL, VTOR, CPACR).
static inline void Core_InstructionSynchronizationBarrier(void)
{
    __asm volatile("isb" ::: "memory");
}

/// Sleeps until an enabled interrupt is pending. It ends the sleep even while PRIMASK keeps its
/// handler from running, which is how to test a condition and sleep without losing a wake-up:
/// see Core_SleepUnless.
static inline void Core_WaitForInterrupt(void)
{
    __asm volatile("dsb\n wfi\n isb" ::: "memory");
}

/// Keeps all handlers but those of faults from running. Gives the state to restore.
static inline uint32_t Core_MaskInterrupts(void)
{
    uint32_t primask;
    __asm volatile("mrs %0, primask\n cpsid i" : "=r"(primask)::"memory");
    return primask;
}

/// Ends what Core_MaskInterrupts began. What is pending is taken before this returns.
static inline void Core_RestoreInterrupts(uint32_t primask)
{
    __asm volatile("msr primask, %0\n isb" ::"r"(primask) : "memory");
}

/// Sleeps if `*flag` is false. A handler that sets it after the test, and before the core sleeps,
/// is not missed: it is pending, and that ends the sleep at once.
static inline void Core_SleepUnless(const volatile bool* flag)
{
    const uint32_t primask = Core_MaskInterrupts();
    if (!*flag) {
        Core_WaitForInterrupt();
    }
    Core_RestoreInterrupts(primask);
}

// --- Interrupts --------------------------------------------------------------------------------

/// `priority`: 0, the most urgent, to 7.
static inline void Core_EnableInterrupt(unsigned irq, unsigned priority)
{
    CORE_NVIC->IPR[irq] = (uint8_t)(priority << CORE_PRIORITY_SHIFT);
    CORE_NVIC->ISER[irq / 32U] = 1U << (irq % 32U);
}

static inline void Core_DisableInterrupt(unsigned irq)
{
    CORE_NVIC->ICER[irq / 32U] = 1U << (irq % 32U);
    // The line may be on its way into the core; behind these it no longer is.
    Core_DataSynchronizationBarrier();
    Core_InstructionSynchronizationBarrier();
}

static inline void Core_ClearPendingInterrupt(unsigned irq)
{
    CORE_NVIC->ICPR[irq / 32U] = 1U << (irq % 32U);
}

/// For the exceptions that are not interrupts: `exception` is a Core_Exception_… number.
static inline void Core_SetExceptionPriority(unsigned exception, unsigned priority)
{
    CORE_SCB->SHPR[exception - 4U] = (uint8_t)(priority << CORE_PRIORITY_SHIFT);
}

// --- Start -------------------------------------------------------------------------------------

/// First thing in the reset handler. The loader has cleared what has no value and loaded what has
/// one; there is nothing else to start.
static inline void Core_UseVectorTable(const Core_VectorTable* table)
{
    CORE_SCB->VTOR = (uint32_t)(uintptr_t)table;
    Core_DataSynchronizationBarrier();
    Core_InstructionSynchronizationBarrier();
}

/// Before the first floating point instruction. A function that has such instructions may begin
/// with one, so call this in a function that has none.
static inline void Core_EnableFpu(void)
{
    CORE_SCB->CPACR |= CORE_SCB_CPACR_FPU;
    Core_DataSynchronizationBarrier();
    Core_InstructionSynchronizationBarrier();
}

/// Starts the system timer: an exception every `cycles` (at most 2^24) of the core's clock.
static inline void Core_StartSysTick(uint32_t cycles, unsigned priority)
{
    Core_SetExceptionPriority(Core_Exception_SysTick, priority);
    CORE_SYSTICK->CTRL = 0;
    CORE_SYSTICK->LOAD = cycles - 1U;
    CORE_SYSTICK->VAL = 0;
    CORE_SYSTICK->CTRL = CORE_SYSTICK_ENABLE | CORE_SYSTICK_TICKINT | CORE_SYSTICK_CLKSOURCE;
}

/// Where a program ends that cannot go on: no handler runs any more.
static inline __attribute__((noreturn)) void Core_Stop(void)
{
    Core_MaskInterrupts();
    for (;;) {
        Core_WaitForInterrupt();
    }
}

#ifdef __cplusplus
}
#endif
