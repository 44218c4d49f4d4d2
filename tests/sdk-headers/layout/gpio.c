#include <applibs/gpio.h>

#include "pins.h"

PIN_SIZE(GPIO_Id, 4, 4);
PIN_SIZE(GPIO_Value_Type, 1, 1);
PIN_SIZE(GPIO_OutputMode_Type, 1, 1);
PIN_SIZE(GPIO_Value, 4, 4);
PIN_SIZE(GPIO_OutputMode, 4, 4);
PIN_VALUE(GPIO_Value_Low, 0);
PIN_VALUE(GPIO_Value_High, 1);
PIN_VALUE(GPIO_OutputMode_PushPull, 0);
PIN_VALUE(GPIO_OutputMode_OpenDrain, 1);
PIN_VALUE(GPIO_OutputMode_OpenSource, 2);
