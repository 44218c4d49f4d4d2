// Sets of descriptors to wait for: epoll.

#include "waiting.h"

#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>

static struct epoll_event g_got[8];
static int got(int epoll)
{
    memset(g_got, 0, sizeof g_got);
    return epoll_wait(epoll, g_got, 8, 0);
}

static void sets(void)
{
    TELL(syscall(SYS_epoll_create, 0)); // C libraries ask for no number
    TELL(syscall(SYS_epoll_create, -1));
    TELL(epoll_create1(1));
    int epoll = -1;
    TELL_SUCCESS(epoll = epoll_create(1));
    TELL(fcntl(epoll, F_GETFD));
    close(epoll);
    TELL_SUCCESS(epoll = epoll_create1(EPOLL_CLOEXEC));
    TELL(fcntl(epoll, F_GETFD));
    int ends[2];
    NEED(pipe(ends) == 0);
    const int file = open("file", O_CREAT | O_RDWR, 0600);
    TELL(control(epoll, EPOLL_CTL_MOD, ends[0], EPOLLIN));
    TELL(control(epoll, EPOLL_CTL_DEL, ends[0], EPOLLIN));
    TELL(control(epoll, EPOLL_CTL_ADD, ends[0], EPOLLIN));
    TELL(control(epoll, EPOLL_CTL_ADD, ends[0], EPOLLIN));
    TELL(control(epoll, 77, ends[0], EPOLLIN));
    TELL(control(epoll, EPOLL_CTL_ADD, file, EPOLLIN));
    TELL(control(epoll, EPOLL_CTL_ADD, epoll, EPOLLIN));
    TELL(control(epoll, EPOLL_CTL_ADD, -1, EPOLLIN));
    TELL(control(epoll, EPOLL_CTL_ADD, 999, EPOLLIN));
    TELL(control(ends[0], EPOLL_CTL_ADD, ends[1], EPOLLIN));
    TELL(control(-1, EPOLL_CTL_ADD, ends[1], EPOLLIN));
    TELL(epoll_ctl(epoll, EPOLL_CTL_ADD, ends[1], NOWHERE));
    TELL(epoll_ctl(epoll, EPOLL_CTL_MOD, ends[0], NULL));
    TELL(epoll_ctl(epoll, EPOLL_CTL_DEL, ends[0], NULL));
    TELL(got(epoll));
    close(file);
    // A closed descriptor leaves the set, unless another one is the same.
    control(epoll, EPOLL_CTL_ADD, ends[0], EPOLLIN);
    write(ends[1], "x", 1);
    TELL(got(epoll));
    TELL(g_got[0].events == EPOLLIN && g_got[0].data.u64 == 0x100000002ULL + ends[0]);
    const int same = dup(ends[0]);
    const int number = ends[0];
    close(number);
    TELL(got(epoll));
    TELL(control(epoll, EPOLL_CTL_DEL, number, 0));
    TELL(control(epoll, EPOLL_CTL_ADD, same, EPOLLIN));
    TELL(got(epoll));
    close(same);
    TELL(got(epoll));
    close(ends[1]);
    close(epoll);
}

static void modes(void)
{
    const int epoll = epoll_create1(0);
    const int counter = eventfd(0, EFD_NONBLOCK);
    uint64_t value = 1;
    // Edges
    TELL(control(epoll, EPOLL_CTL_ADD, counter, EPOLLIN | EPOLLOUT | EPOLLET));
    TELL(got(epoll));
    TELL(g_got[0].events);
    TELL(got(epoll));
    write(counter, &value, 8);
    TELL(got(epoll));
    TELL(g_got[0].events);
    TELL(got(epoll));
    write(counter, &value, 8);
    TELL(got(epoll));
    TELL(control(epoll, EPOLL_CTL_MOD, counter, EPOLLIN | EPOLLET));
    TELL(got(epoll));
    TELL(got(epoll));
    // Once
    TELL(control(epoll, EPOLL_CTL_MOD, counter, EPOLLIN | EPOLLONESHOT));
    TELL(got(epoll));
    TELL(got(epoll));
    write(counter, &value, 8);
    TELL(got(epoll));
    TELL(control(epoll, EPOLL_CTL_MOD, counter, EPOLLIN | EPOLLONESHOT));
    TELL(got(epoll));
    TELL(control(epoll, EPOLL_CTL_DEL, counter, 0));
    // One of several
    TELL(control(epoll, EPOLL_CTL_ADD, counter, EPOLLIN | EPOLLONESHOT | EPOLLEXCLUSIVE));
    TELL(control(epoll, EPOLL_CTL_ADD, counter, EPOLLIN | EPOLLPRI | EPOLLEXCLUSIVE));
    TELL(control(epoll, EPOLL_CTL_ADD, counter, EPOLLIN | EPOLLEXCLUSIVE));
    TELL(control(epoll, EPOLL_CTL_MOD, counter, EPOLLIN | EPOLLEXCLUSIVE));
    TELL(control(epoll, EPOLL_CTL_MOD, counter, EPOLLIN));
    TELL(got(epoll));
    close(counter);
    // The other end stops.
    int pair[2];
    NEED(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
    TELL(control(epoll, EPOLL_CTL_ADD, pair[0], EPOLLIN | EPOLLRDHUP));
    TELL(got(epoll));
    shutdown(pair[1], SHUT_WR);
    TELL(got(epoll));
    TELL(g_got[0].events);
    control(epoll, EPOLL_CTL_MOD, pair[0], 0);
    TELL(got(epoll));
    close(pair[1]);
    TELL(got(epoll));
    TELL(g_got[0].events);
    close(pair[0]);
    int ends[2];
    NEED(pipe(ends) == 0);
    control(epoll, EPOLL_CTL_ADD, ends[1], EPOLLOUT);
    close(ends[0]);
    TELL(got(epoll));
    TELL(g_got[0].events);
    close(ends[1]);
    close(epoll);
}

static void nests(void)
{
    const int inner = epoll_create1(0);
    const int outer = epoll_create1(0);
    const int counter = eventfd(1, 0);
    TELL(control(outer, EPOLL_CTL_ADD, inner, EPOLLIN | EPOLLEXCLUSIVE));
    TELL(control(outer, EPOLL_CTL_ADD, inner, EPOLLIN));
    TELL(control(inner, EPOLL_CTL_ADD, outer, EPOLLIN));
    TELL(got(outer));
    TELL(control(inner, EPOLL_CTL_ADD, counter, EPOLLIN));
    TELL(got(outer));
    TELL(g_got[0].data.u64 == 0x100000002ULL + inner);
    struct pollfd polled = {.fd = outer, .events = POLLIN | POLLOUT};
    TELL(poll(&polled, 1, 0));
    TELL(polled.revents);
    uint64_t value = 0;
    read(counter, &value, 8);
    TELL(got(outer));
    TELL(poll(&polled, 1, 0));
    // No deeper than this
    int chain[8];
    for (int i = 0; i < 8; ++i)
        chain[i] = epoll_create1(0);
    int linked = 0;
    for (int i = 0; i + 1 < 8; ++i)
        linked += control(chain[i + 1], EPOLL_CTL_ADD, chain[i], EPOLLIN) == 0;
    TELL(linked < 7);
    TELL(control(chain[0], EPOLL_CTL_ADD, chain[2], EPOLLIN));
    for (int i = 0; i < 8; ++i)
        close(chain[i]);
    close(counter);
    close(inner);
    close(outer);
}

static int pwait2(int epoll, const void* time, const sigset_t* mask, int bytes)
{
    return syscall(441, epoll, g_got, 8, time, mask, bytes);
}

static void epollWaits(void)
{
    const int epoll = epoll_create1(0);
    const int counter = eventfd(0, 0);
    uint64_t value = 1;
    TELL(epoll_wait(epoll, g_got, 0, 0));
    TELL(epoll_wait(epoll, g_got, -1, 0));
    TELL(epoll_wait(epoll, g_got, 0x7fffffff, 0));
    TELL(epoll_wait(counter, g_got, 1, 0));
    TELL(epoll_wait(-1, g_got, 1, 0));
    QEMU_IS_WRONG("it wants room at once", TELL(epoll_wait(epoll, NOWHERE, 1, 0)));
    TELL(epoll_wait(epoll, g_got, 1, 5));
    control(epoll, EPOLL_CTL_ADD, counter, EPOLLIN);
    write(counter, &value, 8);
    TELL(epoll_wait(epoll, NOWHERE, 1, 0));
    QEMU_IS_WRONG("see above", TELL(epoll_wait(epoll, g_got, 100000000 / 16, 0)));
    const int other = eventfd(1, 0);
    control(epoll, EPOLL_CTL_ADD, other, EPOLLIN);
    // They take turns.
    TELL(epoll_wait(epoll, g_got, 1, -1));
    const uint64_t first = g_got[0].data.u64;
    TELL(epoll_wait(epoll, g_got, 1, -1));
    TELL(first != g_got[0].data.u64);
    TELL(got(epoll));
    close(other);
    read(counter, &value, 8);
    // Signals
    sigset_t alarms;
    sigset_t before;
    sigset_t open;
    sigemptyset(&open);
    sigemptyset(&alarms);
    sigaddset(&alarms, SIGUSR1);
    for (int flags = 0; flags <= SA_RESTART; flags += SA_RESTART) {
        handleSignals(flags);
        interrupt(1);
        TELL(epoll_wait(epoll, g_got, 8, -1));
        TELL(epoll_wait(epoll, g_got, 8, 1000000));
        TELL(epoll_pwait(epoll, g_got, 8, -1, NULL));
        interrupt(0);
        sigprocmask(SIG_BLOCK, &alarms, &before);
        raise(SIGUSR1);
        TELL(epoll_wait(epoll, g_got, 8, 1));
        TELL(epoll_pwait(epoll, g_got, 8, 1, &alarms));
        TELL(epoll_pwait(epoll, g_got, 8, -1, &open));
        TELL(epoll_pwait(epoll, g_got, 8, 1, &open));
        sigprocmask(SIG_SETMASK, &before, NULL);
    }
    TELL(syscall(SYS_epoll_pwait, epoll, g_got, 8, 0, &open, 4));
    TELL(syscall(SYS_epoll_pwait, epoll, g_got, 8, 0, NULL, 4));
    TELL(syscall(SYS_epoll_pwait, epoll, g_got, 8, 0, NOWHERE, 8));
    const int64_t none[2] = {0, 0};
    const int64_t little[2] = {0, 2000000};
    const int64_t wrong[2] = {0, 1000000000};
    const int64_t negative[2] = {-1, 0};
    QEMU_IS_WRONG("it knows no epoll_pwait2", TELL(pwait2(epoll, none, NULL, 0)));
    QEMU_IS_WRONG("see above", TELL(pwait2(epoll, little, NULL, 0)));
    QEMU_IS_WRONG("see above", TELL(pwait2(epoll, wrong, NULL, 0)));
    QEMU_IS_WRONG("see above", TELL(pwait2(epoll, negative, NULL, 0)));
    QEMU_IS_WRONG("see above", TELL(pwait2(epoll, NOWHERE, NULL, 0)));
    QEMU_IS_WRONG("see above", TELL(pwait2(epoll, none, &open, 4)));
    sigprocmask(SIG_BLOCK, &alarms, &before);
    raise(SIGUSR1);
    QEMU_IS_WRONG("see above", TELL(pwait2(epoll, NULL, &open, 8)));
    sigprocmask(SIG_SETMASK, &before, NULL);
    write(counter, &value, 8);
    QEMU_IS_WRONG("see above", TELL(pwait2(epoll, NULL, NULL, 0)));
    close(counter);
    close(epoll);
}

void epoll(void)
{
    sets();
    modes();
    nests();
    epollWaits();
}
