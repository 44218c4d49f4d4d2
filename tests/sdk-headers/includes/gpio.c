// What apps find through applibs/gpio.h alone.
#include <applibs/gpio.h>

uint8_t gpioByte;
uint32_t gpioWord;
