#include "led_driver.h"

#include <applibs/gpio.h>
#include <hw/avnet_mt3620_sk.h>

int openLed(void)
{
    return GPIO_OpenAsOutput(AVNET_MT3620_SK_USER_LED_RED, GPIO_OutputMode_OpenDrain,
                             GPIO_Value_Low);
}
