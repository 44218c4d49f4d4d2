// The style of the vendor's interrupt handling: the table is copied into RAM, VTOR moved there, and
// handlers are put in and taken out while the program runs. Linked for flash, where that is needed.

#include "report.h"
#include <perisphere/mt3620/gpt.h>

#define NVIC_STIR ((volatile uint32_t*)0xE000EF00U)

// A table of 116 words lies at a multiple of the next power of two (ARMv7-M, B1.5.3).
static Core_VectorTable g_table __attribute__((aligned(512)));
static volatile uint32_t g_first;
static volatile uint32_t g_second;

static void OnFirst(void)
{
    ++g_first;
}

static void OnSecond(void)
{
    ++g_second;
}

// Where the core may look at any time.
static volatile Core_Handler* Slot(unsigned irq)
{
    return &g_table.irq[irq];
}

// The order of the vendor's driver.
static void Install(unsigned irq, Core_Handler handler)
{
    Core_DisableInterrupt(irq);
    Core_ClearPendingInterrupt(irq);
    *Slot(irq) = handler;
    Core_DataSynchronizationBarrier();
    Core_InstructionSynchronizationBarrier();
    Core_EnableInterrupt(irq, 5);
}

static void Trigger(unsigned irq)
{
    *NVIC_STIR = irq;
    Core_DataSynchronizationBarrier();
    Core_InstructionSynchronizationBarrier();
}

static void Main(void)
{
    Report_Open();
    g_table = VectorTable;
    Core_UseVectorTable(&g_table);
    Report_Equal("vtor-moved", (uint32_t)(uintptr_t)&g_table, CORE_SCB->VTOR);
    Install(50, OnFirst);
    Trigger(50);
    Report_Equal("handler-put-in", 1, g_first);
    Install(50, OnSecond);
    Trigger(50);
    Report_Equal("handler-replaced", 1, g_second);
    Report_Equal("former-handler-not-called", 1, g_first);

    // A pending interrupt takes the handler that is there when it is taken.
    const uint32_t primask = Core_MaskInterrupts();
    Trigger(50);
    *Slot(50) = OnFirst;
    Core_DataSynchronizationBarrier();
    Core_RestoreInterrupts(primask);
    Report_Equal("pending-takes-the-new-handler", 2, g_first);

    CORE_NVIC->ISPR[50 / 32] = 1U << (50 % 32);
    Core_DataSynchronizationBarrier();
    Core_InstructionSynchronizationBarrier();
    Report_Equal("set-pending", 3, g_first);
    Core_DisableInterrupt(50);
    Trigger(50);
    Report_Equal("disabled-stays-pending", 1U << (50 % 32),
                 CORE_NVIC->ISPR[50 / 32] & (1U << (50 % 32)));
    Core_ClearPendingInterrupt(50);
    Core_EnableInterrupt(50, 5);
    Report_Equal("cleared-is-forgotten", 3, g_first);
    Report_Equal("priority", 5U << 5, CORE_NVIC->IPR[50]);
    Report_Done();
}

CORE_VECTOR_TABLE = {.stackTop = StackTop, .reset = Main, .hardFault = Fault_Report};
