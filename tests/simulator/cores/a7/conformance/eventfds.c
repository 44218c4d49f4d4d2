// Counters that are descriptors: eventfd, and what waits for them.

#include "waiting.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/select.h>

static void* readLater(void* argument)
{
    const int fd = *(int*)argument;
    uint64_t value = 0;
    usleep(10000);
    read(fd, &value, sizeof value);
    return NULL;
}

static void* writeLater(void* argument)
{
    const int fd = *(int*)argument;
    const uint64_t value = 7;
    usleep(10000);
    write(fd, &value, sizeof value);
    return NULL;
}

void eventfds(void)
{
    struct epoll_event got[8];
    const int in = POLLIN | POLLOUT;
    uint64_t value = 0;
    int counter = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    TELL(fcntl(counter, F_GETFD));
    TELL(poll1(counter, in));
    TELL(write(counter, &value, 8));
    TELL(poll1(counter, in));
    value = ~0ULL - 1;
    TELL(write(counter, &value, 8));
    TELL(poll1(counter, in));
    value = 1;
    TELL(write(counter, &value, 8));
    TELL(write(counter, &value, 4));
    TELL(write(counter, NOWHERE, 8));
    char much[16];
    TELL(read(counter, much, 16));
    TELL(read(counter, &value, 8));
    value = ~0ULL - 2;
    TELL(write(counter, &value, 8));
    TELL(poll1(counter, in));
    value = 2;
    TELL(write(counter, &value, 8));
    value = 1;
    TELL(write(counter, &value, 8));
    close(counter);
    counter = eventfd(2, EFD_SEMAPHORE | EFD_NONBLOCK);
    for (int i = 0; i < 3; ++i)
        TELL(read(counter, &value, 8));
    TELL(value);
    close(counter);
    // Blocking: for something to read, and for room, which poll() does not tell exactly.
    pthread_t thread;
    counter = eventfd(0, 0);
    NEED(pthread_create(&thread, NULL, writeLater, &counter) == 0);
    TELL(read(counter, &value, 8));
    TELL(value);
    pthread_join(thread, NULL);
    value = 5;
    write(counter, &value, 8);
    NEED(pthread_create(&thread, NULL, readLater, &counter) == 0);
    value = ~0ULL - 3;
    TELL(write(counter, &value, 8));
    pthread_join(thread, NULL);
    TELL(read(counter, &value, 8));
    TELL(value == ~0ULL - 3);
    handleSignals(0);
    value = ~0ULL - 3;
    write(counter, &value, 8);
    interrupt(1);
    TELL(write(counter, &value, 8));
    read(counter, &value, 8);
    TELL(read(counter, &value, 8));
    interrupt(0);
    // All ways of waiting are ended by the same one.
    const int epoll = epoll_create1(0);
    control(epoll, EPOLL_CTL_ADD, counter, EPOLLIN);
    NEED(pthread_create(&thread, NULL, writeLater, &counter) == 0);
    TELL(epoll_wait(epoll, got, 8, -1));
    pthread_join(thread, NULL);
    read(counter, &value, 8);
    NEED(pthread_create(&thread, NULL, writeLater, &counter) == 0);
    TELL(poll(&(struct pollfd){.fd = epoll, .events = POLLIN}, 1, -1));
    pthread_join(thread, NULL);
    read(counter, &value, 8);
    NEED(pthread_create(&thread, NULL, writeLater, &counter) == 0);
    fd_set set;
    FD_ZERO(&set);
    FD_SET(counter, &set);
    TELL(select(counter + 1, &set, NULL, NULL, NULL));
    pthread_join(thread, NULL);
    close(epoll);
    close(counter);
}
