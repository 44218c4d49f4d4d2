#include <applibs/gpio.h>
#include <hw/shed.h>

int main(void)
{
    return GPIO_OpenAsOutput(SHED_LAMP, GPIO_OutputMode_PushPull, GPIO_Value_Low) < 0;
}
