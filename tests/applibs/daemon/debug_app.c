/* An app to be debugged: works in steps, a quarter of a second each, and says so. */
#define _GNU_SOURCE
#include <applibs/log.h>

#include <time.h>

volatile int g_steps;

__attribute__((noinline)) void work(int step)
{
    const struct timespec pause = {0, 250000000};

    g_steps = step;
    nanosleep(&pause, NULL);
}

int main(void)
{
    int step;

    for (step = 1;; ++step) {
        work(step);
        if (step % 4 == 0)
            Log_Debug("worked %d\n", g_steps);
    }
    return 0;
}
