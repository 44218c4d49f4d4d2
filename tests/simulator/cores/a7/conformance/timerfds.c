// Timers that are descriptors, through all that becomes of descriptors.

#include "common.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>

static const struct itimerspec kNever;
static const struct itimerspec kAtOnce = {.it_value = {.tv_nsec = 1}};
static const struct itimerspec kSoon = {.it_value = {.tv_nsec = 2000000}};
static const struct itimerspec kHour = {.it_value = {.tv_sec = 3600}};

static uint64_t g_count;

static int isReady(int fd, int timeout)
{
    struct pollfd polled = {.fd = fd, .events = POLLIN};
    return poll(&polled, 1, timeout);
}

static void once(void)
{
    struct itimerspec old;
    const int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    TELL(read(timer, &g_count, 8));
    TELL(timerfd_settime(timer, 0, &kHour, NULL));
    TELL(read(timer, &g_count, 8));
    TELL(isReady(timer, 0));
    TELL(timerfd_gettime(timer, &old));
    TELL(old.it_value.tv_sec == 3599 && old.it_interval.tv_sec == 0);
    TELL(timerfd_settime(timer, 0, &kSoon, &old));
    TELL(old.it_value.tv_sec == 3599);
    TELL(isReady(timer, -1));
    TELL(timerfd_gettime(timer, &old));
    TELL(old.it_value.tv_sec == 0 && old.it_value.tv_nsec == 0);
    TELL(read(timer, &g_count, 7));
    TELL(read(timer, &g_count, 8));
    TELL(g_count);
    TELL(read(timer, &g_count, 8));
    // What has expired and was not read is forgotten.
    TELL(timerfd_settime(timer, 0, &kAtOnce, NULL));
    TELL(isReady(timer, -1));
    TELL(timerfd_settime(timer, 0, &kHour, NULL));
    TELL(isReady(timer, 0));
    TELL(timerfd_settime(timer, 0, &kNever, &old));
    TELL(old.it_value.tv_sec == 3599);
    TELL(timerfd_gettime(timer, &old));
    TELL(old.it_value.tv_sec);
    struct itimerspec past = {.it_value = {.tv_nsec = 1}};
    TELL(timerfd_settime(timer, TFD_TIMER_ABSTIME, &past, NULL));
    TELL(isReady(timer, -1));
    past.it_value.tv_nsec = 1000000000;
    TELL(timerfd_settime(timer, 0, &past, NULL));
    TELL(timerfd_settime(timer, 4096, &kSoon, NULL));
    TELL(isReady(timer, 0));
    close(timer);
    TELL(timerfd_settime(timer, 0, &kSoon, NULL));
}

static void again(void)
{
    struct itimerspec every = {.it_value = {.tv_nsec = 1}, .it_interval = {.tv_nsec = 500000}};
    struct itimerspec old;
    const int timer = timerfd_create(CLOCK_MONOTONIC, 0);
    timerfd_settime(timer, 0, &kHour, NULL);
    TELL(timerfd_settime(timer, 0, &every, &old));
    TELL(old.it_value.tv_sec == 3599);
    for (int i = 0; i < 3; ++i)
        TELL(read(timer, &g_count, 8));
    TELL(timerfd_settime(timer, 0, &kHour, &old));
    TELL(old.it_interval.tv_nsec);
    TELL(isReady(timer, 0));
    close(timer);
}

static void everywhere(void)
{
    const int timer = timerfd_create(CLOCK_MONOTONIC, 0);
    const int other = dup(timer);
    const int epoll = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data = {.u32 = 7}};
    epoll_ctl(epoll, EPOLL_CTL_ADD, timer, &event);
    TELL(timerfd_settime(timer, 0, &kSoon, NULL));
    TELL(epoll_wait(epoll, &event, 1, -1));
    TELL(read(other, &g_count, 8));
    TELL(epoll_wait(epoll, &event, 1, 0));
    TELL(timerfd_settime(other, 0, &kSoon, NULL));
    close(timer);
    TELL(read(other, &g_count, 8));
    // A timer goes on in a child, and for the parent.
    timerfd_settime(other, 0, &kSoon, NULL);
    const pid_t child = fork();
    if (child == 0)
        _exit(read(other, &g_count, 8) == 8 ? (int)g_count : 100);
    int status = 0;
    waitpid(child, &status, 0);
    TELL(WEXITSTATUS(status));
    TELL(isReady(other, 0));
    timerfd_settime(other, 0, &kSoon, NULL);
    TELL(read(other, &g_count, 8));
    close(other);
    // So it does behind a socket.
    const int sent = timerfd_create(CLOCK_MONOTONIC, 0);
    timerfd_settime(sent, 0, &kSoon, NULL);
    int ends[2];
    socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
    char byte = 0;
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(int))];
    } control = {.header = {CMSG_LEN(sizeof(int)), SOL_SOCKET, SCM_RIGHTS}};
    memcpy(CMSG_DATA(&control.header), &sent, sizeof sent);
    struct iovec vector = {&byte, 1};
    struct msghdr message = {.msg_iov = &vector,
                             .msg_iovlen = 1,
                             .msg_control = &control,
                             .msg_controllen = sizeof control};
    TELL(sendmsg(ends[0], &message, 0));
    close(sent);
    TELL(recvmsg(ends[1], &message, 0));
    int received = -1;
    memcpy(&received, CMSG_DATA(&control.header), sizeof received);
    TELL(read(received, &g_count, 8));
    TELL(g_count);
}

void timerfds(void)
{
    once();
    again();
    everywhere();
}
