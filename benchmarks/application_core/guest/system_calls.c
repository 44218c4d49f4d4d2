// Calls of the kernel: one that answers at once, two threads that wake each other, timers.
#include "kernels.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

uint32_t systemCallKernel(void)
{
    uint32_t sum = 0;
    for (int i = 0; i < 5000000; ++i)
        sum += syscall(SYS_getppid) > 0;
    return sum;
}

enum { kRounds = 150000 };
static int g_there[2], g_back[2];

static void* answer(void* unused)
{
    uint32_t value;
    while (read(g_there[0], &value, sizeof value) == sizeof value) {
        value = value * 3 + 1;
        if (write(g_back[1], &value, sizeof value) != sizeof value)
            abort();
    }
    return unused;
}

uint32_t pingPongKernel(void)
{
    if (pipe(g_there) != 0 || pipe(g_back) != 0)
        abort();
    pthread_t thread;
    pthread_create(&thread, NULL, answer, NULL);
    uint32_t value = 1;
    for (int i = 0; i < kRounds; ++i)
        if (write(g_there[1], &value, sizeof value) != sizeof value ||
            read(g_back[0], &value, sizeof value) != sizeof value)
            abort();
    close(g_there[1]);
    pthread_join(thread, NULL);
    return value;
}

uint32_t timerKernel(void)
{
    enum { kTimers = 4 };
    const int epoll = epoll_create1(0);
    int timers[kTimers];
    for (int i = 0; i < kTimers; ++i) {
        timers[i] = timerfd_create(CLOCK_MONOTONIC, 0);
        struct epoll_event event = {.events = EPOLLIN, .data = {.fd = timers[i]}};
        epoll_ctl(epoll, EPOLL_CTL_ADD, timers[i], &event);
    }
    const struct itimerspec soon = {.it_value = {.tv_nsec = 1}};
    uint32_t sum = 0;
    for (int i = 0; i < 200000; ++i) {
        timerfd_settime(timers[i % kTimers], 0, &soon, NULL);
        struct epoll_event event;
        uint64_t expirations = 0;
        if (epoll_wait(epoll, &event, 1, -1) != 1 ||
            read(event.data.fd, &expirations, sizeof expirations) != sizeof expirations)
            abort();
        sum += (uint32_t)expirations;
    }
    return sum;
}
