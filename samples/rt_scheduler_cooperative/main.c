// Three tasks without an operating system: two blink parts of LED 1, each at its own rate, and one
// counts what they did. They give way to each other by waiting.

#include "tasks.h"

#include <hw/mt3620_rdb.h>
#include <perisphere/mt3620/clock.h>
#include <perisphere/mt3620/fault.h>
#include <perisphere/mt3620/gpio.h>

enum { kStackWords = 256 };

static unsigned g_redChanges; // needs no lock: tasks do not interrupt each other
static unsigned g_greenChanges;

static void Blink(unsigned pin, uint32_t milliseconds, unsigned* changes)
{
    Gpio_OpenAsOutput(pin, true); // lit when low
    for (bool isLit = true;; isLit = !isLit) {
        Task_Wait(milliseconds);
        Gpio_Write(pin, !isLit);
        ++*changes;
    }
}

static void BlinkRed(void)
{
    Blink(MT3620_RDB_LED1_RED, 200, &g_redChanges);
}

static void BlinkGreen(void)
{
    Blink(MT3620_RDB_LED1_GREEN, 500, &g_greenChanges);
}

static void PrintChanges(void)
{
    for (unsigned seconds = 1;; ++seconds) {
        Task_Wait(1000);
        Print("%u s: red changed %u times, green %u times\n", seconds, g_redChanges,
              g_greenChanges);
    }
}

static void Main(void)
{
    static Task tasks[3];
    static uint32_t stacks[3][kStackWords];

    Core_UseVectorTable(&VectorTable);
    Uart_Open115200(MT3620_DEBUG_UART);
    Print("running\n");
    Task_Add(&tasks[0], BlinkRed, stacks[0], kStackWords);
    Task_Add(&tasks[1], BlinkGreen, stacks[1], kStackWords);
    Task_Add(&tasks[2], PrintChanges, stacks[2], kStackWords);
    Task_RunAll(MT3620_XTAL_HZ);
}

CORE_VECTOR_TABLE = {
    .stackTop = StackTop,
    .reset = Main,
    .hardFault = Fault_Report,
    .sysTick = Task_OnSysTick,
};
