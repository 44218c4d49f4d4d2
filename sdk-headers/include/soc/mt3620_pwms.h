// Numbers of the MT3620's PWM controllers and their channels, for applibs/pwm.h, for projects of
// the time when PWM was beta. The names are those of hw/mt3620.h; both may be included.
#pragma once

#define MT3620_PWM_CONTROLLER0 (0)
#define MT3620_PWM_CONTROLLER1 (1)
#define MT3620_PWM_CONTROLLER2 (2)

#define MT3620_PWM_CHANNEL0 (0)
#define MT3620_PWM_CHANNEL1 (1)
#define MT3620_PWM_CHANNEL2 (2)
#define MT3620_PWM_CHANNEL3 (3)
