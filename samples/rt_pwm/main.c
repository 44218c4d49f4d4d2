// Fades the green part of LED 1 up and down, by pulse width modulation: GPIO 9 is channel 1 of
// controller 2. A cycle is 1 ms long, a step of the fade 20 ms.

#include <perisphere/mt3620/fault.h>
#include <perisphere/mt3620/gpio.h>
#include <perisphere/mt3620/gpt.h>
#include <perisphere/mt3620/pwm.h>

enum { kController = 2, kChannel = 1, kPin = 9, kPeriodTicks = 2000, kSteps = 50 };

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

static void OpenPwm(void)
{
    Mt3620_Gpio* const group = MT3620_GPIO_GROUP(kPin);
    group->GLOBAL_CTRL &= ~MT3620_GPIO_GLOBAL_PWM_RUN;
    group->GLOBAL_CTRL |= MT3620_GPIO_GLOBAL_PWM_RUN;
    MT3620_PWM(kController)->GLO_CTRL = MT3620_PWM_GLO_CTRL_IDENTITY | MT3620_PWM_GLO_CTRL_2MHZ;
}

/// `ticks` of kPeriodTicks with light. Neither 0 nor all of them: a channel that is always on or
/// always off takes no further values.
static void SetLight(uint32_t ticks)
{
    Mt3620_PwmChannel* const channel = &MT3620_PWM(kController)->channel[kChannel];
    channel->PARAM_S0 = MT3620_PWM_PARAM(ticks, kPeriodTicks - ticks);
    channel->PARAM_S1 = channel->PARAM_S0;
    channel->CTRL = MT3620_PWM_CTRL_POLARITY | // the LED is lit when low
                    MT3620_PWM_CTRL_CLOCK_EN | MT3620_PWM_CTRL_REPLAY |
                    MT3620_PWM_CTRL_S0_STAY(1U) | MT3620_PWM_CTRL_S1_STAY(1U) |
                    MT3620_PWM_CTRL_KICK;
}

static void Main(void)
{
    Core_UseVectorTable(&VectorTable);
    Uart_Open115200(MT3620_DEBUG_UART);
    OpenPwm();
    Core_EnableInterrupt(MT3620_IRQ_GPT, 2);
    Gpt_StartGpt0(MT3620_GPT_32K_HZ / 50);
    Print("fading\n");
    for (unsigned step = 0;; ++step) {
        const unsigned position = step % (2 * kSteps);
        const unsigned level = position < kSteps ? position : 2 * kSteps - position;
        const unsigned ticks = kPeriodTicks * level / kSteps;
        SetLight(ticks == 0 ? 1 : (ticks == kPeriodTicks ? kPeriodTicks - 1 : ticks));
        if (level == 0 || level == kSteps) {
            Print(level == 0 ? "dark\n" : "bright\n");
        }
        WaitForTimer();
    }
}

CORE_VECTOR_TABLE = {
    .stackTop = StackTop,
    .reset = Main,
    .hardFault = Fault_Report,
    .irq[MT3620_IRQ_GPT] = OnTimer,
};
