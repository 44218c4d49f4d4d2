// The MT3620: results on the debug UART; GPT3 as timer, which its handler starts anew; a pin of
// group 0.

#include "report.h"

#include <perisphere/mt3620/clock.h>
#include <perisphere/mt3620/core.h>
#include <perisphere/mt3620/fault.h>
#include <perisphere/mt3620/gpio.h>
#include <perisphere/mt3620/gpt.h>
#include <perisphere/mt3620/print.h>

static void (*g_onTimer)(void);

static void OnGpt3(void)
{
    MT3620_GPT->GPT3_CTRL = MT3620_GPT3_CTRL_1MHZ;
    MT3620_GPT->GPT3_CTRL = MT3620_GPT3_CTRL_1MHZ | MT3620_GPT_CTRL_EN;
    g_onTimer();
}

void Platform_StartTimer(uint32_t frequency, void (*handler)(void))
{
    g_onTimer = handler;
    MT3620_GPT->GPT3_CTRL = MT3620_GPT3_CTRL_1MHZ;
    MT3620_GPT->GPT3_INIT = 0;
    MT3620_GPT->GPT3_EXPIRE = 1000000U / frequency;
    Core_EnableInterrupt(MT3620_IRQ_GPT3, 2);
    MT3620_GPT->GPT3_CTRL = MT3620_GPT3_CTRL_1MHZ | MT3620_GPT_CTRL_EN;
}

void Platform_StopTimer(void)
{
    Core_DisableInterrupt(MT3620_IRQ_GPT3);
    MT3620_GPT->GPT3_CTRL = 0;
}

void Platform_SleepUnless(const volatile bool* flag)
{
    Core_SleepUnless(flag);
}

Platform_Pin Platform_OpenPin(void)
{
    Gpio_OpenAsOutput(0, false);
    const uint32_t bit = MT3620_GPIO_BIT(0U);
    return (Platform_Pin){&MT3620_GPIO_GROUP(0U)->DOUT_SET, &MT3620_GPIO_GROUP(0U)->DOUT_RESET, bit,
                          bit};
}

__attribute__((weak)) void Benchmark_OnSvCall(void)
{
    Fault_Report();
}

__attribute__((weak)) void Benchmark_OnPendSv(void)
{
    Fault_Report();
}

static void __attribute__((noinline)) Main(void)
{
    Uart_Open115200(MT3620_DEBUG_UART);
    Clock_SetSource(MT3620_HCLK_SOURCE_PLL);
    Report_Run(Print_Text);
    Core_Stop();
}

static void Reset(void)
{
    Core_UseVectorTable(&VectorTable);
    Core_EnableFpu();
    Main();
}

CORE_VECTOR_TABLE = {
    .stackTop = StackTop,
    .reset = Reset,
    .hardFault = Fault_Report,
    .svCall = Benchmark_OnSvCall,
    .pendSv = Benchmark_OnPendSv,
    .irq[MT3620_IRQ_GPT3] = OnGpt3,
};
