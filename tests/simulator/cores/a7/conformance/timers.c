// Timers that send signals: timer_create, setitimer, alarm.

#include "common.h"
#include "time_calls.h"

#include <pthread.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>

#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

static volatile int g_signals;
static siginfo_t g_information;
static volatile pid_t g_thread;

static void onSignal(int number, siginfo_t* information, void* context)
{
    (void)number;
    (void)context;
    ++g_signals;
    g_information = *information;
    g_thread = syscall(SYS_gettid);
}

static void handle(int number)
{
    const struct sigaction action = {.sa_sigaction = onSignal, .sa_flags = SA_SIGINFO};
    sigaction(number, &action, NULL);
    g_signals = 0;
}

/// The kernel's timers: those of C libraries hide their numbers.
static int make(int clock, const struct sigevent* event, int* timer)
{
    return syscall(SYS_timer_create, clock, event, timer);
}
static int set(int timer, int flags, const long* setting, long* old)
{
    return syscall(kTimerSettime, timer, flags, setting, old);
}
static int get(int timer, long* setting)
{
    return syscall(kTimerGettime, timer, setting);
}
static int overrun(int timer)
{
    return syscall(SYS_timer_getoverrun, timer);
}
static int drop(int timer)
{
    return syscall(SYS_timer_delete, timer);
}

// Interval and value, in seconds and nanoseconds
static const long kNever[4];
static const long kHour[4] = {0, 0, 3600, 0};
static const long kSoon[4] = {0, 0, 0, 2000000};

static void awaitSignals(int count)
{
    sigset_t blocked;
    sigset_t before;
    sigfillset(&blocked);
    sigprocmask(SIG_BLOCK, &blocked, &before);
    while (g_signals < count)
        sigsuspend(&before);
    sigprocmask(SIG_SETMASK, &before, NULL);
}

static void wrongCalls(void)
{
    int timer = -1;
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};
    TELL(make(99, &event, &timer));
    TELL(make(99, NOWHERE, &timer));
    TELL(make(CLOCK_MONOTONIC_RAW, &event, &timer));
    TELL(make(CLOCK_MONOTONIC_COARSE, &event, &timer));
    TELL(make(CLOCK_REALTIME_COARSE, NULL, &timer));
    TELL(make(CLOCK_MONOTONIC, NOWHERE, &timer));
    TELL(make(CLOCK_MONOTONIC, &event, NOWHERE));
    static const int numbers[] = {0, -1, 65, 40, 1};
    for (unsigned i = 0; i < sizeof numbers / sizeof *numbers; ++i) {
        event.sigev_signo = numbers[i];
        event.sigev_notify = SIGEV_SIGNAL;
        TELL(i);
        TELL(make(CLOCK_MONOTONIC, &event, &timer) == 0 ? drop(timer) : -1);
        event.sigev_notify = SIGEV_THREAD;
        QEMU_IS_WRONG("it looks at no such event", TELL(make(CLOCK_MONOTONIC, &event, &timer)));
        drop(timer);
        timer = -1;
        event.sigev_notify = SIGEV_NONE;
        TELL(make(CLOCK_MONOTONIC, &event, &timer) == 0 ? drop(timer) : -1);
    }
    event.sigev_signo = SIGUSR1;
    event.sigev_notify = 77;
    TELL(make(CLOCK_MONOTONIC, &event, &timer));
    event.sigev_notify = SIGEV_THREAD_ID;
    event.sigev_notify_thread_id = 99999999;
    TELL(make(CLOCK_MONOTONIC, &event, &timer));
    event.sigev_notify_thread_id = getppid();
    TELL(make(CLOCK_MONOTONIC, &event, &timer));
    TELL(set(12345, 0, kHour, NULL));
    TELL(set(12345, 0, NULL, NULL));
    QEMU_IS_WRONG("it looks for the timer first", TELL(set(12345, 0, NOWHERE, NULL)));
    TELL(get(12345, NOWHERE));
    TELL(overrun(12345));
    TELL(drop(12345));
    TELL(drop(-1));
    NEED(make(CLOCK_MONOTONIC, NULL, &timer) == 0);
    const long negative[4] = {0, 0, -1, 0};
    const long much[4] = {0, 1000000000, 1, 0};
    TELL(set(timer, 0, negative, NULL));
    TELL(set(timer, 0, much, NULL));
    TELL(set(timer, 0, NULL, NULL));
    TELL(set(timer, 0, NOWHERE, NULL));
    TELL(set(timer, 0, kHour, NOWHERE));
    TELL(get(timer, NOWHERE));
    long now[4] = {0};
    TELL(get(timer, now)); // it was set all the same
    TELL(now[2] == 3599);
    TELL(overrun(timer));
    TELL(drop(timer));
    TELL(get(timer, now));
}

static void once(void)
{
    static const int clocks[] = {CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_BOOTTIME, CLOCK_TAI};
    for (unsigned i = 0; i < sizeof clocks / sizeof *clocks; ++i) {
        const int clock = clocks[i];
        struct sigevent event = {.sigev_notify = SIGEV_SIGNAL,
                                 .sigev_signo = SIGRTMIN + 2,
                                 .sigev_value = {.sival_int = 77}};
        int timer = -1;
        long old[4] = {9, 9, 9, 9};
        TELL(clock);
        handle(SIGRTMIN + 2);
        TELL(make(clock, &event, &timer));
        TELL(get(timer, old));
        TELL(old[0] + old[1] + old[2] + old[3]);
        TELL(set(timer, 0, kHour, old));
        TELL(old[0] + old[1] + old[2] + old[3]);
        TELL(set(timer, 0, kSoon, old));
        TELL(old[2]);
        awaitSignals(1);
        TELL(g_information.si_signo == SIGRTMIN + 2);
        TELL(g_information.si_code == SI_TIMER);
        TELL(g_information.si_value.sival_int);
        TELL(g_information.si_overrun);
        QEMU_IS_WRONG("it tells the number of its own", TELL(g_information.si_timerid == timer));
        TELL(overrun(timer));
        TELL(get(timer, old));
        TELL(old[0] + old[1] + old[2] + old[3]);
        // At a time of its clock; one that is past expires at once.
        struct timespec now;
        clock_gettime(clock, &now);
        const long later[4] = {0, 0, now.tv_sec + 1000, 0};
        TELL(set(timer, TIMER_ABSTIME, later, NULL));
        TELL(get(timer, old));
        TELL(old[2] >= 900 && old[2] <= 1000);
        const long past[4] = {0, 0, 0, 1};
        TELL(set(timer, TIMER_ABSTIME, past, NULL));
        awaitSignals(2);
        TELL(set(timer, 0, kHour, NULL));
        TELL(set(timer, 0, kNever, old));
        TELL(old[2]);
        TELL(get(timer, old));
        TELL(old[2] + old[3]);
        TELL(drop(timer));
    }
}

static void again(void)
{
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};
    const long often[4] = {0, 1000000, 0, 1};
    int timer = -1;
    handle(SIGUSR1);
    NEED(make(CLOCK_MONOTONIC, &event, &timer) == 0);
    TELL(set(timer, 0, often, NULL));
    awaitSignals(5);
    long old[4];
    TELL(get(timer, old));
    TELL(old[1]);
    TELL(old[2] == 0 && old[3] > 0 && old[3] <= 1000000);
    TELL(set(timer, 0, kNever, old));
    TELL(old[1]);
    // It is late: one signal tells of all.
    sigset_t blocked;
    sigset_t before;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGUSR1);
    sigprocmask(SIG_BLOCK, &blocked, &before);
    g_signals = 0;
    TELL(set(timer, 0, often, NULL));
    usleep(20000);
    TELL(get(timer, old));
    TELL(old[2] == 0 && old[3] > 0 && old[3] <= 1000000);
    TELL(overrun(timer));
    const long minute[4] = {60, 0, 0, 1};
    siginfo_t information;
    TELL(sigwaitinfo(&blocked, &information) == SIGUSR1);
    TELL(information.si_overrun >= 18);
    TELL(information.si_overrun == overrun(timer));
    QEMU_IS_WRONG("it tells the number of its own", TELL(information.si_timerid == timer));
    // Set anew it counts anew.
    TELL(set(timer, 0, minute, NULL));
    TELL(overrun(timer));
    TELL(sigwaitinfo(&blocked, &information) == SIGUSR1);
    TELL(information.si_overrun);
    TELL(set(timer, 0, kNever, NULL));
    // By a descriptor
    const int fd = signalfd(-1, &blocked, 0);
    struct signalfd_siginfo record;
    TELL(set(timer, 0, often, NULL));
    usleep(10000);
    TELL(read(fd, &record, sizeof record));
    TELL(record.ssi_signo == SIGUSR1);
    TELL(record.ssi_code == SI_TIMER);
    QEMU_IS_WRONG("it tells the number of its own", TELL(record.ssi_tid == (unsigned)timer));
    TELL(record.ssi_overrun >= 8);
    TELL(record.ssi_overrun == (unsigned)overrun(timer));
    close(fd);
    TELL(set(timer, 0, kNever, NULL));
    sigprocmask(SIG_SETMASK, &before, NULL);
    // Of a signal that is ignored
    signal(SIGUSR1, SIG_IGN);
    TELL(set(timer, 0, often, NULL));
    usleep(5000);
    TELL(get(timer, old));
    TELL(old[1]);
    handle(SIGUSR1);
    awaitSignals(1);
    TELL(drop(timer));
}

static void kinds(void)
{
    // Without a signal it is only asked.
    struct sigevent event = {.sigev_notify = SIGEV_NONE};
    int timer = -1;
    long old[4];
    TELL(make(CLOCK_MONOTONIC, &event, &timer));
    TELL(set(timer, 0, kSoon, NULL));
    usleep(5000);
    TELL(get(timer, old));
    TELL(old[2] + old[3]);
    const long often[4] = {0, 1000000, 0, 1};
    TELL(set(timer, 0, often, NULL));
    usleep(5000);
    TELL(get(timer, old));
    TELL(old[2] == 0 && old[3] > 0 && old[3] <= 1000000);
    TELL(overrun(timer));
    TELL(drop(timer));
    // Without anything said: SIGALRM, with the timer's number.
    handle(SIGALRM);
    TELL(make(CLOCK_MONOTONIC, NULL, &timer));
    TELL(set(timer, 0, kSoon, NULL));
    awaitSignals(1);
    QEMU_IS_WRONG("it tells the number of its own",
                  TELL(g_information.si_value.sival_int == timer));
    TELL(drop(timer));
    // Two of the same signal are two signals.
    int other = -1;
    handle(SIGUSR2);
    event = (struct sigevent){.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR2};
    NEED(make(CLOCK_MONOTONIC, &event, &timer) == 0);
    NEED(make(CLOCK_MONOTONIC, &event, &other) == 0);
    TELL(timer != other);
    sigset_t blocked;
    sigset_t before;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGUSR2);
    sigprocmask(SIG_BLOCK, &blocked, &before);
    TELL(set(timer, 0, kSoon, NULL));
    TELL(set(other, 0, kSoon, NULL));
    usleep(10000);
    sigprocmask(SIG_SETMASK, &before, NULL);
    TELL(g_signals);
    TELL(drop(timer));
    TELL(drop(other));
    // Of processor time
    static const int clocks[] = {CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID};
    for (int i = 0; i < 2; ++i) {
        handle(SIGUSR2);
        TELL(make(clocks[i], &event, &timer));
        // More than an emulator needs to translate what follows.
        const long busy[4] = {0, 0, 0, 50000000};
        TELL(set(timer, 0, busy, NULL));
        TELL(get(timer, old));
        TELL(old[2] == 0 && old[3] > 0 && old[3] <= 50000000);
        usleep(10000);
        TELL(g_signals); // sleeping takes none
        while (g_signals == 0)
            ;
        TELL(g_signals);
        struct timespec now;
        clock_gettime(clocks[i], &now);
        const long past[4] = {0, 0, now.tv_sec, now.tv_nsec};
        TELL(set(timer, TIMER_ABSTIME, past, NULL));
        while (g_signals == 1)
            ;
        TELL(drop(timer));
    }
    // C libraries' own
    timer_t third;
    TELL(timer_create(CLOCK_MONOTONIC, &event, &third));
    const struct itimerspec soon = {.it_value = {.tv_nsec = 1000000}};
    handle(SIGUSR2);
    TELL(timer_settime(third, 0, &soon, NULL));
    awaitSignals(1);
    TELL(timer_getoverrun(third));
    TELL(timer_delete(third));
}

static pthread_mutex_t g_mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t g_changed = PTHREAD_COND_INITIALIZER;
static int g_calls;
static void onExpiry(union sigval value)
{
    pthread_mutex_lock(&g_mutex);
    g_calls += value.sival_int;
    pthread_cond_signal(&g_changed);
    pthread_mutex_unlock(&g_mutex);
}

static pid_t g_other;
static void* makeOwn(void* argument)
{
    struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGUSR1};
    event.sigev_notify_thread_id = g_other = syscall(SYS_gettid);
    NEED(make(CLOCK_MONOTONIC, &event, argument) == 0);
    TELL(set(*(int*)argument, 0, kSoon, NULL));
    awaitSignals(1);
    return NULL;
}

static void threads_(void)
{
    // To one thread
    pthread_t thread;
    int timer = -1;
    handle(SIGUSR1);
    NEED(pthread_create(&thread, NULL, makeOwn, &timer) == 0);
    pthread_join(thread, NULL);
    TELL(g_thread == g_other && g_other != getpid());
    TELL(set(timer, 0, kSoon, NULL)); // nobody is told any more
    usleep(5000);
    TELL(g_signals);
    TELL(drop(timer));
    // By a thread of the C library
    struct sigevent event = {.sigev_notify = SIGEV_THREAD, .sigev_value = {.sival_int = 3}};
    event.sigev_notify_function = onExpiry;
    timer_t called;
    NEED(timer_create(CLOCK_MONOTONIC, &event, &called) == 0);
    const struct itimerspec soon = {.it_value = {.tv_nsec = 1000000}};
    pthread_mutex_lock(&g_mutex);
    TELL(timer_settime(called, 0, &soon, NULL));
    while (g_calls == 0)
        pthread_cond_wait(&g_changed, &g_mutex);
    TELL(g_calls);
    pthread_mutex_unlock(&g_mutex);
    TELL(timer_delete(called));
    // No child has it.
    handle(SIGUSR1);
    NEED(make(CLOCK_MONOTONIC, NULL, &timer) == 0);
    const pid_t child = fork();
    if (child == 0)
        _exit(get(timer, (long[4]){0}) == -1 && errno == EINVAL ? 7 : 1);
    int status = 0;
    waitpid(child, &status, 0);
    TELL(WEXITSTATUS(status));
    TELL(drop(timer));
}

static void intervals(void)
{
    struct itimerval old;
    const struct itimerval hour = {.it_value = {.tv_sec = 3600}};
    const struct itimerval soon = {.it_value = {.tv_usec = 2000}};
    const struct itimerval never = {0};
    static const int signals[] = {SIGALRM, SIGVTALRM, SIGPROF};
    for (int which = ITIMER_REAL; which <= ITIMER_PROF; ++which) {
        handle(signals[which]);
        TELL(getitimer(which, &old));
        TELL(old.it_value.tv_sec + old.it_value.tv_usec);
        TELL(setitimer(which, &hour, &old));
        TELL(setitimer(which, &soon, &old));
        TELL(old.it_value.tv_sec >= 3599);
        while (g_signals == 0)
            ;
        TELL(g_information.si_code == SI_KERNEL);
        TELL(getitimer(which, &old));
        TELL(old.it_value.tv_sec + old.it_value.tv_usec);
        const struct itimerval often = {.it_value = {.tv_usec = 1000},
                                        .it_interval = {.tv_usec = 1000}};
        TELL(setitimer(which, &often, NULL));
        while (g_signals < 4)
            ;
        TELL(setitimer(which, &never, &old));
        TELL(old.it_interval.tv_usec);
        const struct itimerval wrong = {.it_value = {.tv_usec = 1000000}};
        const struct itimerval negative = {.it_interval = {.tv_sec = -1}};
        TELL(setitimer(which, &wrong, NULL));
        TELL(setitimer(which, &negative, NULL));
        TELL(syscall(SYS_setitimer, which, NOWHERE, NULL));
        TELL(syscall(SYS_getitimer, which, NOWHERE));
    }
    TELL(setitimer(3, &hour, NULL));
    TELL(syscall(SYS_setitimer, 3, NOWHERE, NULL));
    TELL(getitimer(-1, &old));
    TELL(alarm(1000));
    TELL(alarm(0) >= 999);
    TELL(alarm(1000));
    const pid_t child = fork();
    if (child == 0)
        _exit(alarm(0) == 0 ? 7 : 1);
    int status = 0;
    waitpid(child, &status, 0);
    TELL(WEXITSTATUS(status));
    TELL(alarm(0) >= 999);
}

void timers(void)
{
    wrongCalls();
    once();
    again();
    kinds();
    threads_();
    intervals();
}
