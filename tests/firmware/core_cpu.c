// The core as firmware in the field expects it: state at reset, three bits of priority, sleep with
// interrupts masked, memory near address 0, no bit-band alias where SYSRAM is.

#include "report.h"

static volatile uint32_t g_handled;

static void OnSoftwareInterrupt(void)
{
    ++g_handled;
}

// The first instructions of a program with hard float use the floating point unit: nothing has
// enabled it.
static uint32_t __attribute__((noinline)) Multiply(volatile float* a, volatile float* b)
{
    const float product = *a * *b;
    return (uint32_t)product;
}

static void TestResetState(uint32_t mainStack, uint32_t control, uint32_t masks)
{
    Report_Equal("stack-at-reset", (uint32_t)(uintptr_t)StackTop, mainStack);
    Report_Equal("thread-mode-privileged-main-stack", 0, control & 3U);
    Report_Equal("masks-at-reset", 0, masks);
    Report_Equal("vtor-at-reset", (uint32_t)(uintptr_t)&VectorTable, CORE_SCB->VTOR);
    Report_Equal("fpu-enabled-at-reset", CORE_SCB_CPACR_FPU, CORE_SCB->CPACR & CORE_SCB_CPACR_FPU);
    volatile float a = 6.5F;
    volatile float b = 4.0F;
    Report_Equal("fpu-multiplies", 26, Multiply(&a, &b));
}

static void TestPriorityBits(void)
{
    CORE_NVIC->IPR[0] = 0xFF;
    Report_Equal("three-priority-bits", 0xE0, CORE_NVIC->IPR[0]);
    CORE_NVIC->IPR[0] = 0;
    CORE_SCB->SHPR[Core_Exception_PendSv - 4] = 0xFF;
    Report_Equal("three-priority-bits-of-pendsv", 0xE0, CORE_SCB->SHPR[Core_Exception_PendSv - 4]);
}

static void Pend(void)
{
    CORE_NVIC->ISPR[MT3620_IRQ_GPT / 32] = 1U << MT3620_IRQ_GPT;
    Core_DataSynchronizationBarrier();
    Core_InstructionSynchronizationBarrier();
}

static void TestMasks(void)
{
    uint32_t basepri;
    Core_EnableInterrupt(MT3620_IRQ_GPT, 2);
    // Drivers write 1: the bit is not implemented, and nothing is masked.
    __asm volatile("msr basepri, %1\n mrs %0, basepri" : "=r"(basepri) : "r"(1));
    Pend();
    Report_Equal("basepri-1-reads-0", 0, basepri);
    Report_Equal("basepri-1-masks-nothing", 1, g_handled);
    __asm volatile("msr basepri, %0\n isb" ::"r"(0x40));
    Pend();
    Report_Equal("basepri-masks-its-own-level", 1, g_handled);
    __asm volatile("msr basepri, %0\n isb" ::"r"(0));
    Report_Equal("basepri-0-lets-it-through", 2, g_handled);

    const uint32_t primask = Core_MaskInterrupts();
    Pend();
    Core_WaitForInterrupt(); // returns: a masked interrupt wakes
    Report_Equal("wfi-wakes-while-masked", 2, g_handled);
    Core_RestoreInterrupts(primask);
    Report_Equal("unmasking-handles", 3, g_handled);
}

static void TestMemory(void)
{
    // A tick before a scheduler is ready follows a null pointer: reads near 0 give 0.
    uint32_t sum = 0;
    for (uintptr_t address = 0; address < 0x100; address += 4) {
        uint32_t word;
        __asm volatile("ldr %0, [%1]" : "=r"(word) : "r"(address) : "memory");
        sum |= word;
    }
    Report_Equal("reads-near-0", 0, sum);
    // SYSRAM lies where a core with bit-banding has the alias of 0x20000000.
    static CORE_SYSRAM volatile uint32_t words[4];
    words[0] = 0x12345678;
    words[1] = 0xFFFFFFFF;
    Report_Equal("sysram-is-no-bit-band-alias", 0x12345678, words[0]);
    Report_Equal("sysram-neighbour", 0xFFFFFFFF, words[1]);
    volatile uint8_t* const bytes = (volatile uint8_t*)words;
    Report_Equal("sysram-bytes", 0x56, bytes[1]);
}

static void __attribute__((noinline)) Main(uint32_t stack, uint32_t control, uint32_t masks)
{
    Uart_Open115200(MT3620_DEBUG_UART);
    TestResetState(stack, control, masks); // before VTOR is written
    Core_UseVectorTable(&VectorTable);
    TestPriorityBits();
    TestMasks();
    TestMemory();
    Report_Done();
}

static __attribute__((naked)) void Reset(void)
{
    __asm volatile("mov r0, sp\n"
                   "mrs r1, control\n"
                   "mrs r2, primask\n"
                   "mrs r3, basepri\n"
                   "orr r2, r2, r3\n"
                   "mrs r3, faultmask\n"
                   "orr r2, r2, r3\n"
                   "b %c0" ::"i"(Main));
}

CORE_VECTOR_TABLE = {
    .stackTop = StackTop,
    .reset = Reset,
    .hardFault = Fault_Report,
    .irq[MT3620_IRQ_GPT] = OnSoftwareInterrupt,
};
