#include <math.h>

#include "../driver/led_driver.h"
#include <applibs/log.h>

int main(int argc, char* argv[])
{
    (void)argv;
    Log_Debug("%d %f\n", openLed(), sqrt((double)argc));
    return 0;
}
