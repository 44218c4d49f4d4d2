// Blinks the red part of LED 1, by the interrupt of a timer; the core sleeps in between.

#include <hw/mt3620_rdb.h>
#include <perisphere/mt3620/fault.h>
#include <perisphere/mt3620/gpio.h>
#include <perisphere/mt3620/gpt.h>

static volatile bool g_expired;

static void OnTimer(void)
{
    MT3620_GPT->ISR = MT3620_GPT_GPT0;
    g_expired = true;
}

static void WaitForTimer(void)
{
    while (!g_expired) {
        Core_SleepUnless(&g_expired);
    }
    g_expired = false;
}

static void Main(void)
{
    bool isLit = false;

    Core_UseVectorTable(&VectorTable);
    Uart_Open115200(MT3620_DEBUG_UART);
    Gpio_OpenAsOutput(MT3620_RDB_LED1_RED, !isLit); // lit when low
    Core_EnableInterrupt(MT3620_IRQ_GPT, 2);
    Gpt_StartGpt0(MT3620_GPT_32K_HZ / 2);
    Print("blinking\n");
    for (;;) {
        WaitForTimer();
        isLit = !isLit;
        Gpio_Write(MT3620_RDB_LED1_RED, !isLit);
        Print("LED %s\n", isLit ? "on" : "off");
    }
}

CORE_VECTOR_TABLE = {
    .stackTop = StackTop,
    .reset = Main,
    .hardFault = Fault_Report,
    .irq[MT3620_IRQ_GPT] = OnTimer,
};
