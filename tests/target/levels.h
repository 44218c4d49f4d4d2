/* Levels of GPIOs that come from outside of the machine. */
#pragma once

#include "checks.h"

#include <applibs/gpio.h>
#include <time.h>

static inline const char* name_of(GPIO_Value_Type level)
{
    return level == GPIO_Value_High ? "high" : "low";
}

/* Within half a minute. */
static inline bool becomes(int fd, GPIO_Value_Type level)
{
    for (int i = 0; i < 30000; ++i) {
        const struct timespec pause = {0, 1000000};
        GPIO_Value_Type now = 9;
        if (GPIO_GetValue(fd, &now) == 0 && now == level)
            return true;
        nanosleep(&pause, NULL);
    }
    return false;
}

/* Asks who is outside for a level of what is called so there, and waits for it. */
static inline void require_level(int fd, const char* name, GPIO_Value_Type level)
{
    printf("wants %s %s\n", name, name_of(level));
    fflush(stdout);
    require(becomes(fd, level), "an input follows what is outside");
}
