// Time, for a test that looks from outside: GPT0 interrupts every ten ticks of 32,768 Hz, and the
// handler toggles GPIO8; GPT1 every three ticks of 993 Hz, and GPIO9; GPT3 after 1234 us, started
// when GPIO10 goes high, and it goes low. The program sleeps in between, so that all have the same
// latency. Before that, 200 characters leave the debug UART without a gap.

#include "report.h"
#include <perisphere/mt3620/gpio.h>
#include <perisphere/mt3620/gpt.h>

static void OnGpt(void)
{
    const uint32_t flags = MT3620_GPT->ISR;
    MT3620_GPT->ISR = flags;
    if ((flags & MT3620_GPT_GPT0) != 0) {
        MT3620_GPIO_GROUP(8)->DOUT ^= MT3620_GPIO_BIT(8);
    }
    if ((flags & MT3620_GPT_GPT1) != 0) {
        MT3620_GPIO_GROUP(9)->DOUT ^= MT3620_GPIO_BIT(9);
    }
}

static void OnGpt3(void)
{
    MT3620_GPIO_GROUP(10)->DOUT_RESET = MT3620_GPIO_BIT(10);
}

static void Main(void)
{
    Report_Open();
    MT3620_DEBUG_UART->FCR = MT3620_UART_FCR_FIFO_ENABLE;
    for (unsigned pin = 8; pin <= 10; ++pin) {
        Gpio_OpenAsOutput(pin, false);
    }
    for (unsigned count = 0; count < 200; ++count) {
        Uart_WriteByte(MT3620_DEBUG_UART, 'U');
    }
    while ((MT3620_DEBUG_UART->LSR & MT3620_UART_LSR_TEMT) == 0) {
        // busy
    }

    Mt3620_Gpt* const gpt = MT3620_GPT;
    Core_EnableInterrupt(MT3620_IRQ_GPT3, 1);
    gpt->GPT3_INIT = 0;
    gpt->GPT3_EXPIRE = 1234;
    MT3620_GPIO_GROUP(10)->DOUT_SET = MT3620_GPIO_BIT(10);
    gpt->GPT3_CTRL |= MT3620_GPT_CTRL_EN;
    Core_WaitForInterrupt();

    Core_EnableInterrupt(MT3620_IRQ_GPT, 2);
    Gpt_StartGpt0(10);
    gpt->GPT1_CTRL = MT3620_GPT_CTRL_REPEAT;
    gpt->GPT1_ICNT = 3 - 1;
    gpt->IER |= MT3620_GPT_GPT1;
    gpt->GPT1_CTRL |= MT3620_GPT_CTRL_EN;
    for (;;) {
        Core_WaitForInterrupt();
    }
}

CORE_VECTOR_TABLE = {
    .stackTop = StackTop,
    .reset = Main,
    .hardFault = Fault_Report,
    .irq = {[MT3620_IRQ_GPT] = OnGpt, [MT3620_IRQ_GPT3] = OnGpt3},
};
