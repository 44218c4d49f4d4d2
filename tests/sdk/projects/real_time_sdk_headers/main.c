// Code, constants, variables with and without a value, and a buffer for DMA: one of each.
#include <perisphere/mt3620/core.h>
#include <perisphere/mt3620/fault.h>

static volatile float temperature = 20.0F;
static volatile uint32_t rounds;
static CORE_SYSRAM volatile uint8_t buffer[256];

static void __attribute__((noinline)) Convert(void)
{
    temperature = temperature * 1.8F + 32.0F;
}

static void Reset(void)
{
    Core_UseVectorTable(&VectorTable);
    Core_EnableFpu();
    Uart_Open115200(MT3620_DEBUG_UART);
    Convert();
    buffer[++rounds] = 1;
    Print("%d\n", (int)temperature);
    Core_Stop();
}

CORE_VECTOR_TABLE = {.stackTop = StackTop, .reset = Reset, .hardFault = Fault_Report};
