// What programs of ARM Linux use, a case each: named on the command line, "ok" when it works.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            printf("line %d: %s (errno %d)\n", __LINE__, #condition, errno);                       \
            exit(1);                                                                               \
        }                                                                                          \
    } while (0)

static int counter;
static atomic_int atomicCounter;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void* count(void* unused)
{
    for (int i = 0; i < 5000; ++i) {
        pthread_mutex_lock(&mutex);
        ++counter;
        pthread_mutex_unlock(&mutex);
        atomic_fetch_add(&atomicCounter, 1);
    }
    return unused;
}

static void threads(void)
{
    pthread_t all[8];
    for (int i = 0; i < 8; ++i)
        REQUIRE(pthread_create(&all[i], NULL, count, &all[i]) == 0);
    for (int i = 0; i < 8; ++i) {
        void* result = NULL;
        REQUIRE(pthread_join(all[i], &result) == 0 && result == &all[i]);
    }
    REQUIRE(counter == 40000 && atomicCounter == 40000);
}

static void* post(void* semaphore)
{
    sem_post(semaphore);
    return NULL;
}

static void conditions(void)
{
    sem_t semaphore;
    REQUIRE(sem_init(&semaphore, 0, 0) == 0);
    pthread_t thread;
    REQUIRE(pthread_create(&thread, NULL, post, &semaphore) == 0);
    REQUIRE(sem_wait(&semaphore) == 0);
    pthread_join(thread, NULL);
    struct timespec soon;
    clock_gettime(CLOCK_REALTIME, &soon);
    soon.tv_nsec += 20000000;
    if (soon.tv_nsec >= 1000000000) {
        soon.tv_nsec -= 1000000000;
        ++soon.tv_sec;
    }
    REQUIRE(sem_timedwait(&semaphore, &soon) == -1 && errno == ETIMEDOUT);
}

static volatile sig_atomic_t lastSignal;
static void onSignal(int number)
{
    lastSignal = number;
}

static sigjmp_buf beforeFault;
static void* volatile faultAddress;
static void onFault(int number, siginfo_t* information, void* unused)
{
    (void)unused;
    (void)number;
    faultAddress = information->si_addr;
    siglongjmp(beforeFault, 1);
}

static void signals(void)
{
    struct sigaction action = {.sa_handler = onSignal};
    REQUIRE(sigaction(SIGUSR1, &action, NULL) == 0);
    raise(SIGUSR1);
    REQUIRE(lastSignal == SIGUSR1);
    sigset_t set;
    sigset_t before;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigprocmask(SIG_BLOCK, &set, &before);
    lastSignal = 0;
    kill(getpid(), SIGUSR1);
    REQUIRE(lastSignal == 0);
    sigprocmask(SIG_SETMASK, &before, NULL);
    REQUIRE(lastSignal == SIGUSR1);

    struct sigaction fault = {.sa_sigaction = onFault, .sa_flags = SA_SIGINFO};
    REQUIRE(sigaction(SIGSEGV, &fault, NULL) == 0);
    if (sigsetjmp(beforeFault, 1) == 0) {
        *(volatile int*)0x1234 = 1;
        REQUIRE(0);
    }
    REQUIRE(faultAddress == (void*)0x1234);
    char* const page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (sigsetjmp(beforeFault, 1) == 0) {
        *(volatile char*)page = 1;
        REQUIRE(0);
    }
    REQUIRE(faultAddress == page);
}

static void descriptors(void)
{
    const int epoll = epoll_create1(EPOLL_CLOEXEC);
    const int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    const struct itimerspec setting = {.it_value.tv_nsec = 20000000};
    REQUIRE(timerfd_settime(timer, 0, &setting, NULL) == 0);
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = 0x123456789ABCDEF0ULL};
    REQUIRE(epoll_ctl(epoll, EPOLL_CTL_ADD, timer, &event) == 0);
    event.data.u64 = 0;
    REQUIRE(epoll_wait(epoll, &event, 1, 10000) == 1);
    REQUIRE(event.data.u64 == 0x123456789ABCDEF0ULL);
    const int wake = eventfd(0, 0);
    struct pollfd polled = {.fd = wake, .events = POLLIN};
    REQUIRE(poll(&polled, 1, 10) == 0);
    const uint64_t one = 1;
    REQUIRE(write(wake, &one, 8) == 8);
    REQUIRE(poll(&polled, 1, 10000) == 1 && polled.revents == POLLIN);
    fd_set readable;
    FD_ZERO(&readable);
    FD_SET(wake, &readable);
    struct timeval second = {.tv_sec = 10};
    REQUIRE(select(wake + 1, &readable, NULL, NULL, &second) == 1);
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    REQUIRE(write(ends[1], "text", 4) == 4);
    char text[8];
    REQUIRE(read(ends[0], text, sizeof text) == 4 && memcmp(text, "text", 4) == 0);
}

static void files(void)
{
    char name[] = "/tmp/perisphere-a7-XXXXXX";
    const int file = mkstemp(name);
    REQUIRE(file >= 0);
    REQUIRE(pwrite(file, "0123456789", 10, 4096) == 10);
    struct stat status;
    REQUIRE(fstat(file, &status) == 0 && status.st_size == 4106);
    REQUIRE(lseek(file, 0, SEEK_END) == 4106);
    const char* const mapped = mmap(NULL, 4106, PROT_READ, MAP_SHARED, file, 0);
    REQUIRE(mapped != MAP_FAILED && memcmp(mapped + 4096, "0123456789", 10) == 0);
    REQUIRE(unlink(name) == 0 && access(name, F_OK) == -1 && errno == ENOENT);
    REQUIRE(open("/tmp", O_WRONLY | O_DIRECTORY) == -1);
    REQUIRE(open("/tmp", O_RDONLY | O_DIRECTORY) >= 0);
    struct utsname system;
    REQUIRE(uname(&system) == 0 && strcmp(system.machine, "armv7l") == 0);
}

/// An open device is the host's: whom it lets in is not for a program to change, whoever runs the
/// emulator.
static void devices(void)
{
    const int terminal = posix_openpt(O_RDWR | O_NOCTTY);
    REQUIRE(terminal >= 0);
    const struct timespec never[2] = {{.tv_nsec = UTIME_OMIT}, {.tv_sec = 1}};
    REQUIRE(fchmod(terminal, 0) == -1 && errno == EPERM);
    REQUIRE(fchown(terminal, getuid(), getgid()) == -1 && errno == EPERM);
    REQUIRE(fchownat(terminal, "", getuid(), getgid(), AT_EMPTY_PATH) == -1 && errno == EPERM);
    REQUIRE(fchownat(terminal, "", getuid(), getgid(), 0) == -1 && errno == ENOENT);
    REQUIRE(futimens(terminal, never) == -1 && errno == EPERM);
    REQUIRE(fsetxattr(terminal, "user.a", "", 0, 0) == -1 && errno == EPERM);
    const int file = memfd_create("file", 0);
    struct stat status;
    REQUIRE(fchmod(file, 0604) == 0 && fstat(file, &status) == 0);
    REQUIRE((status.st_mode & 0777) == 0604);
}

static void sockets(void)
{
    int pair[2];
    int ends[2];
    REQUIRE(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair) == 0 && pipe(ends) == 0);
    char control[CMSG_SPACE(sizeof(int))] = {0};
    struct iovec vector = {"x", 1};
    struct msghdr message = {.msg_iov = &vector,
                             .msg_iovlen = 1,
                             .msg_control = control,
                             .msg_controllen = sizeof control};
    struct cmsghdr* header = CMSG_FIRSTHDR(&message);
    *header = (struct cmsghdr){
        .cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
    memcpy(CMSG_DATA(header), &ends[1], sizeof(int));
    REQUIRE(sendmsg(pair[0], &message, 0) == 1);
    char byte = 0;
    char received[64];
    vector.iov_base = &byte;
    message.msg_control = received;
    message.msg_controllen = sizeof received;
    REQUIRE(recvmsg(pair[1], &message, 0) == 1 && byte == 'x');
    header = CMSG_FIRSTHDR(&message);
    REQUIRE(header != NULL && header->cmsg_type == SCM_RIGHTS);
    int passed = -1;
    memcpy(&passed, CMSG_DATA(header), sizeof passed);
    REQUIRE(write(passed, "ok", 2) == 2);
    char text[4];
    REQUIRE(read(ends[0], text, sizeof text) == 2);
}

static void processes(void)
{
    const pid_t child = fork();
    if (child == 0)
        _exit(42);
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status) && WEXITSTATUS(status) == 42);
}

static void numbers(void)
{
    volatile double half = 0.5;
    REQUIRE(fabs(sin(half) * sin(half) + cos(half) * cos(half) - 1) < 1e-12);
    volatile long long big = 123456789012345LL;
    REQUIRE(big / 1000 == 123456789012LL && big % 1000 == 345);
    volatile float f = 3.0F;
    REQUIRE(sqrtf(f * f) == 3.0F);
}

static void helpers(void)
{
    typedef int (*Exchange)(int, int, volatile int*);
    typedef void* (*Tls)(void);
    volatile int value = 5;
    const Exchange exchange = (Exchange)0xFFFF0FC0;
    REQUIRE(exchange(5, 7, &value) == 0 && value == 7);
    REQUIRE(exchange(5, 9, &value) != 0 && value == 7);
    REQUIRE(((Tls)0xFFFF0FE0)() == __builtin_thread_pointer());
    typedef int (*Exchange64)(const int64_t*, const int64_t*, volatile int64_t*);
    const Exchange64 exchange64 = (Exchange64)0xFFFF0F60;
    volatile int64_t wide = 0x1122334455667788LL;
    const int64_t expected = 0x1122334455667788LL;
    const int64_t wanted = 0x0102030405060708LL;
    REQUIRE(exchange64(&expected, &wanted, &wide) == 0 && wide == wanted);
    REQUIRE(exchange64(&expected, &wanted, &wide) != 0);
    REQUIRE(*(volatile int*)0xFFFF0FFC >= 5);
}

static void spinning(void)
{
    struct sigaction action = {.sa_handler = onSignal};
    sigaction(SIGALRM, &action, NULL);
    alarm(1);
    while (lastSignal == 0) { // a loop without a system call is interrupted all the same
    }
    REQUIRE(lastSignal == SIGALRM);
}

int main(int count, char** arguments)
{
    static const struct {
        const char* name;
        void (*run)(void);
    } cases[] = {{"threads", threads},         {"conditions", conditions}, {"signals", signals},
                 {"descriptors", descriptors}, {"files", files},           {"sockets", sockets},
                 {"processes", processes},     {"numbers", numbers},       {"helpers", helpers},
                 {"spinning", spinning},       {"devices", devices}};
    for (unsigned i = 0; count == 2 && i < sizeof cases / sizeof *cases; ++i)
        if (strcmp(arguments[1], cases[i].name) == 0) {
            cases[i].run();
            puts("ok");
            return 0;
        }
    return 2;
}
