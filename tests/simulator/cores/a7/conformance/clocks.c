// Clocks, and sleeps until they have come far enough.

#include "common.h"
#include "time_calls.h"

#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/times.h>
#include <time.h>

static void onSignal(int number)
{
    (void)number;
}

static long long valueOf(const struct timespec* time)
{
    return time->tv_sec * 1000000000LL + time->tv_nsec;
}

static long long nowOf(clockid_t clock)
{
    struct timespec time = {0};
    return clock_gettime(clock, &time) == 0 ? valueOf(&time) : -1;
}

/// As the kernel has it; C libraries turn some of it into other calls.
static int rawGet(int clock, void* time)
{
    return syscall(kClockGettime, clock, time);
}

static int rawSleep(int clock, int flags, const long* time, long* left)
{
    return syscall(kClockNanosleep, clock, flags, time, left);
}

static int wideSleep(int clock, int flags, const int64_t* time, int64_t* left)
{
#ifdef __arm__
    return syscall(407, clock, flags, time, left);
#else
    return syscall(kClockNanosleep, clock, flags, time, left);
#endif
}

static void readings(void)
{
    static const int clocks[] = {CLOCK_REALTIME,
                                 CLOCK_MONOTONIC,
                                 CLOCK_PROCESS_CPUTIME_ID,
                                 CLOCK_THREAD_CPUTIME_ID,
                                 CLOCK_MONOTONIC_RAW,
                                 CLOCK_BOOTTIME,
                                 CLOCK_TAI};
    for (unsigned i = 0; i < sizeof clocks / sizeof *clocks; ++i) {
        struct timespec time = {-1, -1};
        struct timespec finest = {-1, -1};
        TELL(clocks[i]);
        TELL(clock_gettime(clocks[i], &time));
        TELL(time.tv_sec >= 0 && time.tv_nsec >= 0 && time.tv_nsec < 1000000000);
        const long long before = nowOf(clocks[i]);
        TELL(nowOf(clocks[i]) >= before);
        TELL(clock_getres(clocks[i], &finest));
        TELL(valueOf(&finest));
        TELL(clock_getres(clocks[i], NULL));
        TELL(rawGet(clocks[i], NOWHERE));
        QEMU_IS_WRONG("it answers 0", TELL(syscall(kClockGetres, clocks[i], NOWHERE)));
    }
    // Those that are not exact lag behind those that are.
    struct timespec finest = {0};
    TELL(clock_getres(CLOCK_MONOTONIC_COARSE, &finest));
    TELL(finest.tv_sec == 0 && finest.tv_nsec >= 1000000 && finest.tv_nsec <= 10000000);
    TELL(clock_getres(CLOCK_REALTIME_COARSE, NULL));
    const long long coarse = nowOf(CLOCK_MONOTONIC_COARSE);
    const long long fine = nowOf(CLOCK_MONOTONIC);
    TELL(coarse > 0 && coarse <= fine && fine - coarse < 1000000000);
    TELL(nowOf(CLOCK_REALTIME) >= nowOf(CLOCK_REALTIME_COARSE));
    TELL(nowOf(CLOCK_BOOTTIME) >= nowOf(CLOCK_MONOTONIC));
    // Those that there are not
    static const int none[] = {10, 12, 13, 99, 0x7fffffff, -1, -5};
    for (unsigned i = 0; i < sizeof none / sizeof *none; ++i) {
        long time[2];
        TELL(none[i]);
        TELL(rawGet(none[i], time));
        TELL(rawGet(none[i], NOWHERE));
        TELL(syscall(kClockGetres, none[i], time));
    }
    struct timeval now;
    TELL(gettimeofday(&now, NULL));
    TELL(now.tv_usec >= 0 && now.tv_usec < 1000000);
    TELL(syscall(kGettimeofday, NULL, NULL));
    TELL(syscall(kGettimeofday, NOWHERE, NULL));
    TELL(syscall(kGettimeofday, NULL, NOWHERE));
    const long long difference = nowOf(CLOCK_REALTIME) / 1000000000 - now.tv_sec;
    TELL(difference >= 0 && difference < 100);
    // glibc asks the coarse clock, which may still be in the second before.
    TELL(time(NULL) >= now.tv_sec - 1);
}

static void wrongSettings(void)
{
    const long negative[2] = {-1, 0};
    const long much[2] = {1, 1000000000};
    QEMU_IS_WRONG("it reads the time first",
                  TELL(syscall(kClockSettime, CLOCK_MONOTONIC, NOWHERE)));
    TELL(syscall(kClockSettime, CLOCK_BOOTTIME, much));
    QEMU_IS_WRONG("see above", TELL(syscall(kClockSettime, CLOCK_PROCESS_CPUTIME_ID, NOWHERE)));
    QEMU_IS_WRONG("see above", TELL(syscall(kClockSettime, 99, NOWHERE)));
    TELL(syscall(kClockSettime, CLOCK_REALTIME, NOWHERE));
    TELL(syscall(kClockSettime, CLOCK_REALTIME, negative));
    TELL(syscall(kClockSettime, CLOCK_REALTIME, much));
    TELL(syscall(kSettimeofday, NOWHERE, NULL));
    TELL(syscall(kSettimeofday, NULL, NOWHERE));
    const long wrong[2] = {1, 1000001};
    TELL(syscall(kSettimeofday, wrong, NULL));
}

static void* busy(void* argument)
{
    (void)argument;
    const long long end = nowOf(CLOCK_THREAD_CPUTIME_ID) + 3000000;
    while (nowOf(CLOCK_THREAD_CPUTIME_ID) < end)
        ;
    return NULL;
}

static void processorTime(void)
{
    // A thread's is its own, and part of the process'.
    const long long ofThread = nowOf(CLOCK_THREAD_CPUTIME_ID);
    const long long ofProcess = nowOf(CLOCK_PROCESS_CPUTIME_ID);
    pthread_t thread;
    NEED(pthread_create(&thread, NULL, busy, NULL) == 0);
    pthread_join(thread, NULL);
    TELL(nowOf(CLOCK_PROCESS_CPUTIME_ID) - ofProcess >= 3000000);
    TELL(nowOf(CLOCK_THREAD_CPUTIME_ID) > ofThread);
    // Who sleeps needs none.
    const long long before = nowOf(CLOCK_PROCESS_CPUTIME_ID);
    usleep(30000);
    TELL(nowOf(CLOCK_PROCESS_CPUTIME_ID) - before < 20000000);
    TELL(clock() != -1);
    // By the ids of processes and threads
    clockid_t id = 0;
    TELL_ERROR(clock_getcpuclockid(0, &id));
    TELL(nowOf(id) >= before);
    TELL_ERROR(clock_getcpuclockid(getpid(), &id));
    TELL(nowOf(id) >= before);
    TELL(clock_getcpuclockid(99999999, &id) != 0); // C libraries differ
    TELL_ERROR(pthread_getcpuclockid(pthread_self(), &id));
    const long long own = nowOf(CLOCK_THREAD_CPUTIME_ID);
    TELL(nowOf(id) >= own);
    TELL(clock_getres(id, NULL));
    TELL(syscall(kClockSettime, id, NOWHERE));
    QEMU_IS_WRONG("it looks at the time first",
                  TELL(syscall(kClockSettime, id, (long[2]){0, 1000000000})));
    TELL(syscall(kClockSettime, id, (long[2]){0, 0}));
    // Other calls that tell it
    struct tms times_;
    TELL(times(&times_) != -1);
    TELL(times(NULL) != -1);
    TELL(syscall(SYS_times, NOWHERE));
    struct rusage usage;
    TELL(getrusage(RUSAGE_SELF, &usage));
    const long long used = (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000LL +
                           usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
    TELL(used >= 3000 && used * 1000 <= nowOf(CLOCK_PROCESS_CPUTIME_ID) + 20000000);
    TELL(getrusage(99, &usage));
    TELL(syscall(SYS_getrusage, RUSAGE_SELF, NOWHERE));
}

static void sleeps(void)
{
    static const int clocks[] = {CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_BOOTTIME, CLOCK_TAI};
    for (unsigned i = 0; i < sizeof clocks / sizeof *clocks; ++i) {
        const int clock = clocks[i];
        TELL(clock);
        const long long begin = nowOf(clock);
        struct timespec time = {0, 3000000};
        TELL_ERROR(clock_nanosleep(clock, 0, &time, NULL));
        TELL(nowOf(clock) - begin >= 3000000);
        const long long until = nowOf(clock) + 2000000;
        time = (struct timespec){until / 1000000000, until % 1000000000};
        TELL_ERROR(clock_nanosleep(clock, TIMER_ABSTIME, &time, NULL));
        TELL(nowOf(clock) >= until);
        TELL_ERROR(clock_nanosleep(clock, TIMER_ABSTIME, &time, NULL));
        TELL_ERROR(clock_nanosleep(clock, 0, &(struct timespec){0}, NULL));
    }
    const long little[2] = {0, 1000000};
    const long negative[2] = {-1, 0};
    const long much[2] = {0, 1000000000};
    long left[2] = {7, 7};
    TELL(rawSleep(CLOCK_MONOTONIC_RAW, 0, little, left));
    QEMU_IS_WRONG("see above", TELL(rawSleep(CLOCK_MONOTONIC_COARSE, 0, NOWHERE, left)));
    TELL(rawSleep(CLOCK_REALTIME_COARSE, 0, much, left));
    TELL(rawSleep(CLOCK_THREAD_CPUTIME_ID, 0, little, left));
    QEMU_IS_WRONG("see above", TELL(rawSleep(99, 0, NOWHERE, left)));
    TELL(rawSleep(CLOCK_MONOTONIC, 0, NOWHERE, left));
    TELL(rawSleep(CLOCK_MONOTONIC, 0, negative, left));
    TELL(rawSleep(CLOCK_MONOTONIC, TIMER_ABSTIME, negative, left));
    TELL(rawSleep(CLOCK_MONOTONIC, 0, much, left));
    TELL(rawSleep(CLOCK_MONOTONIC, 64, little, left));
    TELL(left[0]); // only a signal tells what is left
    QEMU_IS_WRONG("it does not look", TELL(syscall(SYS_nanosleep, NOWHERE, NULL)));
    TELL(syscall(SYS_nanosleep, much, NULL));
    TELL(nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL));
    int64_t wide[2] = {0, 1000000};
    TELL(wideSleep(CLOCK_MONOTONIC, 0, wide, NULL));
    wide[1] = 1000000000;
    TELL(wideSleep(CLOCK_MONOTONIC, 0, wide, NULL));
    TELL(wideSleep(CLOCK_MONOTONIC, 0, NOWHERE, NULL));
    // A time that is far away, and one beyond what 32 bits hold
    wide[0] = 3000000000LL;
    wide[1] = 0;
    struct sigaction action = {.sa_handler = onSignal};
    int64_t wideLeft[2] = {0};
    const struct itimerval often = {.it_value = {.tv_usec = 20000},
                                    .it_interval = {.tv_usec = 20000}};
    const struct itimerval never = {0};
    for (int flags = 0; flags <= SA_RESTART; flags += SA_RESTART) {
        action.sa_flags = flags;
        sigaction(SIGALRM, &action, NULL);
        setitimer(ITIMER_REAL, &often, NULL);
        struct timespec rest = {0};
        TELL(nanosleep(&(struct timespec){.tv_sec = 1000}, &rest));
        TELL(rest.tv_sec > 900 && rest.tv_sec < 1000);
        TELL(nanosleep(&(struct timespec){.tv_sec = 1000}, NULL));
        TELL_ERROR(clock_nanosleep(CLOCK_REALTIME, 0, &(struct timespec){.tv_sec = 1000}, &rest));
        TELL(rest.tv_sec > 900 && rest.tv_sec < 1000);
        rest.tv_sec = 7;
        const struct timespec late = {.tv_sec = 2000000000};
        TELL_ERROR(clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &late, &rest));
        TELL(rest.tv_sec);
        TELL(wideSleep(CLOCK_MONOTONIC, 0, wide, wideLeft));
        TELL(wideLeft[0] > 2999999900LL && wideLeft[0] < 3000000000LL);
        TELL(usleep(1000000000));
        TELL(sleep(1000) > 900);
        setitimer(ITIMER_REAL, &never, NULL);
    }
}

void clocks(void)
{
    readings();
    wrongSettings();
    processorTime();
    sleeps();
}
