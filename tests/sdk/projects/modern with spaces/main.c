// Blinks a LED, with a timer of Linux and a division that the compiler's library does.
#include <stdint.h>
#include <time.h>
#include <unistd.h>

#include <sys/timerfd.h>

#include <applibs/gpio.h>
#include <applibs/log.h>
#include <hw/mt3620_rdb.h>

static uint64_t milliseconds(const struct timespec* time)
{
    return ((uint64_t)time->tv_sec * 1000000000u + (uint64_t)time->tv_nsec) / 1000000u;
}

int main(void)
{
    const struct itimerspec period = {.it_value = {0, 1}, .it_interval = {0, 250000000}};
    int led = GPIO_OpenAsOutput(MT3620_RDB_LED1_RED, GPIO_OutputMode_PushPull, GPIO_Value_High);
    int timer = timerfd_create(CLOCK_MONOTONIC, 0);
    if (led < 0 || timerfd_settime(timer, 0, &period, NULL) < 0)
        return 1;

    for (int i = 0; i < 10; ++i) {
        uint64_t expirations = 0;
        struct timespec now;
        if (read(timer, &expirations, sizeof expirations) < 0 ||
            clock_gettime(CLOCK_REALTIME, &now) < 0)
            return 2;
        GPIO_SetValue(led, i % 2 == 0 ? GPIO_Value_Low : GPIO_Value_High);
        Log_Debug("%llu\n", (unsigned long long)milliseconds(&now));
    }
    return 0;
}
