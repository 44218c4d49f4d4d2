#include <applibs/pwm.h>

#include "pins.h"

PIN_SIZE(PWM_ControllerId, 4, 4);
PIN_SIZE(PWM_ChannelId, 4, 4);
PIN_SIZE(PwmPolarity, 4, 4);
PIN_SIZE(PwmState, 16, 4);
PIN_SIZE(struct PwmState, 16, 4);
PIN_OFFSET(PwmState, period_nsec, 0);
PIN_OFFSET(PwmState, dutyCycle_nsec, 4);
PIN_OFFSET(PwmState, polarity, 8);
PIN_OFFSET(PwmState, enabled, 12);
PIN_VALUE(PWM_Polarity_Normal, 0);
PIN_VALUE(PWM_Polarity_Inversed, 1);
