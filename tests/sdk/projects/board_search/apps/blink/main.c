#include <applibs/gpio.h>
#include <hw/door.h>

int main(void)
{
    return GPIO_OpenAsOutput(DOOR_LIGHT, GPIO_OutputMode_PushPull, GPIO_Value_Low) < 0;
}
