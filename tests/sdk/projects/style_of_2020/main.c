// Two threads, one of which switches the lamp.
#include <pthread.h>

#include "hw/kitchen.h"
#include <applibs/gpio.h>
#include <applibs/log.h>

static void* switchOn(void* argument)
{
    int* lamp = argument;
    GPIO_SetValue(*lamp, GPIO_Value_Low);
    return NULL;
}

int main(void)
{
    int lamp = GPIO_OpenAsOutput(KITCHEN_LAMP, GPIO_OutputMode_PushPull, GPIO_Value_High);
    pthread_t thread;
    if (pthread_create(&thread, NULL, switchOn, &lamp) != 0)
        return 1;
    pthread_join(thread, NULL);
    Log_Debug("UART %d\n", KITCHEN_SCALE);
    return 0;
}
