// External interrupts, on pins that the firmware drives itself: an interrupt sees the pad, whoever
// drives it. GPIO 0 to 3 are not wired to anything.

#include "report.h"
#include "stopwatch.h"
#include <perisphere/mt3620/eint.h>
#include <perisphere/mt3620/gpio.h>

static volatile uint32_t g_counts[4];

static void OnEint0(void)
{
    ++g_counts[0];
}

static void OnEint1(void)
{
    ++g_counts[1];
}

static void OnEint2(void)
{
    ++g_counts[2];
    if (Gpio_Read(2)) {
        Core_DisableInterrupt(MT3620_IRQ_EINT(2)); // a level goes on
    }
}

static void Drive(unsigned pin, bool high)
{
    Gpio_Write(pin, high);
    Stopwatch_Pass(33); // 1 ms, more than any debounce here
}

// The four read-modify-writes of the driver.
static void Configure(unsigned pin, uint32_t polarity, uint32_t dual)
{
    volatile uint32_t* const control = MT3620_EINT_DBNC_CON(pin);
    *control |= MT3620_EINT_EN;
    *control = (*control & ~MT3620_EINT_POL) | polarity;
    *control = (*control & ~MT3620_EINT_DUAL) | dual;
    *control &= ~MT3620_EINT_PRESCALER(7U);
    Core_ClearPendingInterrupt(MT3620_IRQ_EINT(pin));
    Core_EnableInterrupt(MT3620_IRQ_EINT(pin), 2);
}

static void Main(void)
{
    Report_Open();
    Stopwatch_Start();
    for (unsigned pin = 0; pin < 3; ++pin) {
        Gpio_OpenAsOutput(pin, pin != 2);
    }
    Stopwatch_Pass(33);

    Configure(0, MT3620_EINT_POL, 0); // falling edges
    Drive(0, false);
    Report_Equal("falling-edge", 1, g_counts[0]);
    Drive(0, true);
    Report_Equal("not-the-rising-edge", 1, g_counts[0]);
    Drive(0, false);
    Report_Equal("falling-edge-again", 2, g_counts[0]);
    Drive(0, true);

    Configure(0, 0, 0); // rising edges
    g_counts[0] = 0;
    Drive(0, false);
    Report_Equal("not-the-falling-edge", 0, g_counts[0]);
    Drive(0, true);
    Report_Equal("rising-edge", 1, g_counts[0]);

    Configure(1, MT3620_EINT_POL, MT3620_EINT_DUAL);
    Drive(1, false);
    Drive(1, true);
    Drive(1, false);
    Report_Equal("both-edges", 3, g_counts[1]);

    // High level, as the vendor's driver asks for it: sense bit 1, polarity 0.
    *MT3620_IRQ_SENS(MT3620_IRQ_EINT(2)) |= 1U << (MT3620_IRQ_EINT(2) % 32U);
    Configure(2, 0, 0);
    Stopwatch_Pass(33);
    Report_Equal("low-level-is-quiet", 0, g_counts[2]);
    Drive(2, true);
    Report_Equal("high-level", 1, g_counts[2]);
    Core_EnableInterrupt(MT3620_IRQ_EINT(2), 2);
    Stopwatch_Pass(33);
    Report_Equal("high-level-goes-on", 2, g_counts[2]);
    Core_DisableInterrupt(MT3620_IRQ_EINT(1));
    Drive(1, true);
    Report_Equal("disabled", 3, g_counts[1]);
    Report_Done();
}

CORE_VECTOR_TABLE = {
    .stackTop = StackTop,
    .reset = Main,
    .hardFault = Fault_Report,
    .irq =
        {
            [MT3620_IRQ_EINT(0)] = OnEint0,
            [MT3620_IRQ_EINT(1)] = OnEint1,
            [MT3620_IRQ_EINT(2)] = OnEint2,
        },
};
