// What the families that wait for descriptors share.
#pragma once

#include "common.h"

#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/time.h>

static void onSignal(int number)
{
    (void)number;
}

/// SIGALRM every now and then, as long as it takes: one may come before the call that it ends.
static void interrupt(int isOn)
{
    const struct itimerval often = {.it_value = {.tv_usec = 20000},
                                    .it_interval = {.tv_usec = 20000}};
    const struct itimerval never = {0};
    setitimer(ITIMER_REAL, isOn ? &often : &never, NULL);
}

static void handleSignals(int flags)
{
    const struct sigaction action = {.sa_handler = onSignal, .sa_flags = flags};
    sigaction(SIGALRM, &action, NULL);
    sigaction(SIGUSR1, &action, NULL);
}

static int control(int epoll, int operation, int fd, unsigned events)
{
    struct epoll_event event = {.events = events, .data = {.u64 = 0x100000002ULL + fd}};
    return epoll_ctl(epoll, operation, fd, &event);
}

/// What is ready of one descriptor: how many there are, and its events.
static int poll1(int fd, int events)
{
    struct pollfd polled = {.fd = fd, .events = events, .revents = 0x7777};
    const int count = poll(&polled, 1, 0);
    return count < 0 ? -1 : count << 16 | polled.revents;
}
