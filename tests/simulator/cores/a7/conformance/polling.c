// Waiting for descriptors: poll and select.

#include "waiting.h"

#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>

static void polls(void)
{
    const int all = POLLIN | POLLPRI | POLLOUT | POLLRDHUP;
    int ends[2];
    NEED(pipe(ends) == 0);
    TELL(poll(NULL, 0, 0));
    TELL(poll(NULL, 0, 3));
    TELL(poll(NULL, 1 << 30, 0));
    TELL(poll(NULL, -1, 0));
    TELL(poll(NOWHERE, 1, 0));
    TELL(poll1(-1, all));
    TELL(poll1(-99, all));
    TELL(poll1(999, all));
    TELL(poll1(ends[0], all));
    TELL(poll1(ends[1], all));
    write(ends[1], "x", 1);
    TELL(poll1(ends[0], all));
    TELL(poll1(ends[0], 0));
    close(ends[1]);
    TELL(poll1(ends[0], all));
    char byte;
    read(ends[0], &byte, 1);
    TELL(poll1(ends[0], all));
    TELL(poll1(ends[0], 0));
    close(ends[0]);
    NEED(pipe(ends) == 0);
    close(ends[0]);
    TELL(poll1(ends[1], all));
    TELL(poll1(ends[1], 0));
    close(ends[1]);
    TELL(poll1(ends[1], 0));
    const int file = open("file", O_CREAT | O_RDWR, 0600);
    TELL(poll1(file, all));
    close(file);
    int pair[2];
    NEED(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
    TELL(poll1(pair[0], all));
    shutdown(pair[1], SHUT_WR);
    TELL(poll1(pair[0], all));
    close(pair[1]);
    TELL(poll1(pair[0], all));
    close(pair[0]);
    const int lonely = socket(AF_INET, SOCK_STREAM, 0);
    TELL(poll1(lonely, all));
    close(lonely);
    // Many, of which the same one several times.
    static struct pollfd many[500];
    const int counter = eventfd(1, 0);
    for (int i = 0; i < 500; ++i)
        many[i] = (struct pollfd){.fd = i % 5 == 0 ? counter : -1, .events = POLLIN};
    TELL(poll(many, 500, -1));
    close(counter);
}

/// As the kernel has it: C libraries hide the time that is left.
static int rawPpoll(struct pollfd* polled, int count, long* time, const sigset_t* mask, int bytes)
{
    return syscall(SYS_ppoll, polled, count, time, mask, bytes);
}

static int widePpoll(struct pollfd* polled, int count, int64_t* time, const sigset_t* mask,
                     int bytes)
{
#ifdef __arm__
    return syscall(414, polled, count, time, mask, bytes);
#else
    return syscall(SYS_ppoll, polled, count, time, mask, bytes);
#endif
}

static void ppolls(void)
{
    const int counter = eventfd(0, 0);
    struct pollfd polled = {.fd = counter, .events = POLLIN};
    sigset_t open;
    sigset_t signals;
    sigset_t before;
    sigemptyset(&open);
    sigemptyset(&signals);
    sigaddset(&signals, SIGUSR1);
    long time[2] = {0, 2000000};
    TELL(rawPpoll(&polled, 1, time, NULL, 0));
    TELL(time[0] == 0 && time[1] == 0);
    time[1] = 1000000000;
    TELL(rawPpoll(&polled, 1, time, NULL, 0));
    time[1] = -1;
    TELL(rawPpoll(&polled, 1, time, NULL, 0));
    time[0] = -1;
    time[1] = 0;
    TELL(rawPpoll(&polled, 1, time, NULL, 0));
    TELL(rawPpoll(&polled, 1, NOWHERE, NULL, 0));
    time[0] = 0;
    TELL(rawPpoll(&polled, 1, time, &open, 4));
    TELL(rawPpoll(&polled, 1, time, NULL, 4));
    TELL(rawPpoll(&polled, 1, time, NOWHERE, 8));
    int64_t wide[2] = {0, 2000000};
    TELL(widePpoll(&polled, 1, wide, NULL, 0));
    TELL(wide[0] == 0 && wide[1] == 0);
    wide[1] = 1000000000;
    TELL(widePpoll(&polled, 1, wide, NULL, 0));
    for (int flags = 0; flags <= SA_RESTART; flags += SA_RESTART) {
        handleSignals(flags);
        interrupt(1);
        TELL(poll(&polled, 1, -1));
        TELL(poll(&polled, 1, 1000000));
        interrupt(0);
        sigprocmask(SIG_BLOCK, &signals, &before);
        raise(SIGUSR1);
        TELL(poll(&polled, 1, 1));
        time[0] = 1000;
        time[1] = 0;
        TELL(rawPpoll(&polled, 1, time, &open, 8));
        QEMU_IS_WRONG("it leaves the time", TELL(time[0] > 900 && time[0] < 1000));
        raise(SIGUSR1);
        wide[0] = 1000;
        wide[1] = 0;
        TELL(widePpoll(&polled, 1, wide, &open, 8));
        QEMU_IS_WRONG("see above", TELL(wide[0] > 900 && wide[0] < 1000));
        TELL(ppoll(&polled, 1, &(struct timespec){.tv_nsec = 1000000}, &open));
        sigprocmask(SIG_SETMASK, &before, NULL);
    }
    uint64_t value = 1;
    write(counter, &value, 8);
    wide[0] = 1000;
    wide[1] = 0;
    TELL(widePpoll(&polled, 1, wide, NULL, 0));
    TELL(wide[0] > 900);
    close(counter);
}

/// As the kernel has it, see above.
static int rawSelect(int count, fd_set* readable, fd_set* writable, fd_set* special, long* time)
{
#ifdef __arm__
    return syscall(SYS__newselect, count, readable, writable, special, time);
#else
    return syscall(SYS_select, count, readable, writable, special, time);
#endif
}

static int isIn(int fd, const fd_set* set)
{
    return FD_ISSET(fd, set) != 0;
}

static void selects(void)
{
    int ends[2];
    NEED(pipe(ends) == 0);
    const int counter = eventfd(0, 0);
    fd_set readable;
    fd_set writable;
    fd_set special;
    const int count = counter + 1;
    long time[2] = {0, 2000};
#define SETS                                                                                       \
    FD_ZERO(&readable);                                                                            \
    FD_ZERO(&writable);                                                                            \
    FD_ZERO(&special);                                                                             \
    FD_SET(ends[0], &readable);                                                                    \
    FD_SET(counter, &readable);                                                                    \
    FD_SET(ends[1], &writable);                                                                    \
    FD_SET(counter, &special)
    SETS;
    TELL(select(count, &readable, &writable, &special, NULL));
    TELL(isIn(ends[0], &readable));
    TELL(isIn(ends[1], &writable));
    TELL(isIn(counter, &special));
    SETS;
    TELL(rawSelect(count, &readable, NULL, &special, time));
    TELL(isIn(ends[0], &readable) + isIn(counter, &readable) + isIn(counter, &special));
    TELL(time[0] == 0 && time[1] == 0);
    SETS;
    write(ends[1], "x", 1);
    time[0] = 1000;
    TELL(rawSelect(count, &readable, &writable, NULL, time));
    TELL(time[0] > 900);
    TELL(isIn(ends[0], &readable));
    SETS;
    TELL(select(ends[0], &readable, NULL, NULL, &(struct timeval){0}));
    TELL(select(0, NULL, NULL, NULL, &(struct timeval){0}));
    SETS;
    TELL(select(-1, &readable, NULL, NULL, NULL));
    TELL(select(count, NOWHERE, NULL, NULL, NULL));
    TELL(select(count, &readable, NULL, NULL, &(struct timeval){.tv_sec = -1}));
    // Of the end that nobody writes to any more: readable, and nothing special.
    close(ends[1]);
    char byte;
    read(ends[0], &byte, 1);
    FD_ZERO(&readable);
    FD_SET(ends[0], &readable);
    special = readable;
    TELL(select(count, &readable, NULL, &special, NULL));
    TELL(isIn(ends[0], &readable));
    TELL(isIn(ends[0], &special));
    close(ends[0]);
    FD_ZERO(&readable);
    FD_SET(ends[0], &readable);
    TELL(select(count, &readable, NULL, NULL, NULL));
    TELL(isIn(ends[0], &readable));
    // Signals
    FD_ZERO(&readable);
    FD_SET(counter, &readable);
    sigset_t open;
    sigset_t signals;
    sigset_t before;
    sigemptyset(&open);
    sigemptyset(&signals);
    sigaddset(&signals, SIGUSR1);
    for (int flags = 0; flags <= SA_RESTART; flags += SA_RESTART) {
        handleSignals(flags);
        interrupt(1);
        TELL(select(count, &readable, NULL, NULL, NULL));
        time[0] = 1000;
        time[1] = 0;
        TELL(rawSelect(count, &readable, NULL, NULL, time));
        QEMU_IS_WRONG("it leaves the time", TELL(time[0] > 900 && time[0] < 1000));
        TELL(isIn(counter, &readable));
        interrupt(0);
        sigprocmask(SIG_BLOCK, &signals, &before);
        raise(SIGUSR1);
        const struct timespec hour = {.tv_sec = 3600};
        TELL(pselect(count, &readable, NULL, NULL, &hour, &open));
        TELL(hour.tv_sec);
        TELL(isIn(counter, &readable));
        TELL(pselect(0, NULL, NULL, NULL, &(struct timespec){.tv_nsec = 1000000}, &open));
        TELL(pselect(0, NULL, NULL, NULL, &(struct timespec){.tv_nsec = 1000000000}, NULL));
        sigprocmask(SIG_SETMASK, &before, NULL);
    }
    // As the kernel has it
    long left[2] = {0, 1000000};
    struct {
        const void* mask;
        size_t bytes;
    } argument = {&open, 4};
    TELL(syscall(SYS_pselect6, 0, NULL, NULL, NULL, left, NULL));
    TELL(left[1]);
    TELL(syscall(SYS_pselect6, 0, NULL, NULL, NULL, left, &argument));
    argument.bytes = 8;
    TELL(syscall(SYS_pselect6, 0, NULL, NULL, NULL, left, &argument));
    argument.mask = NOWHERE;
    TELL(syscall(SYS_pselect6, 0, NULL, NULL, NULL, left, &argument));
    TELL(syscall(SYS_pselect6, 0, NULL, NULL, NULL, left, NOWHERE));
    TELL(syscall(SYS_pselect6, 0, NULL, NULL, NULL, NOWHERE, NULL));
#ifdef __arm__
    const int wideSelect = 413;
#else
    const int wideSelect = SYS_pselect6;
#endif
    int64_t wide[2] = {0, 1000000};
    TELL(syscall(wideSelect, 0, NULL, NULL, NULL, wide, NULL));
    TELL(wide[0] == 0 && wide[1] == 0);
    wide[1] = 1000000000;
    TELL(syscall(wideSelect, 0, NULL, NULL, NULL, wide, NULL));
    close(counter);
}

void polling(void)
{
    polls();
    ppolls();
    selects();
}
