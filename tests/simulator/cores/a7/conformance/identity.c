// Who the process is, what it may use and what the system is.

#include "common.h"

#include <grp.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/fsuid.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <sys/wait.h>

static void users(void)
{
    uid_t user[3];
    gid_t group[3];
    TELL(getresuid(&user[0], &user[1], &user[2]));
    TELL(user[0] == getuid() && user[1] == geteuid());
    TELL(getresgid(&group[0], &group[1], &group[2]));
    TELL(group[0] == getgid() && group[1] == getegid());
    TELL(syscall(SYS_getresuid, NOWHERE, &user[1], &user[2]));
    TELL(setuid(getuid()));
    TELL(setgid(getgid()));
    TELL(setreuid(-1, geteuid()));
    TELL(setresuid(-1, -1, -1));
    TELL(setresgid(getgid(), -1, -1));
    TELL(setfsuid(getuid()) == (int)getuid());
    TELL(setfsgid(getgid()) == (int)getgid());
    const int groups = getgroups(0, NULL);
    TELL(groups >= 0);
    gid_t all[64];
    TELL(getgroups(64, all) == groups);
    TELL(getgroups(-1, all));
    TELL(getpgrp() == getpgid(0));
    TELL(getsid(0) == getsid(getpid()));
    TELL(getpgid(999999999));
    TELL(getpid() == syscall(SYS_gettid));
    const pid_t child = fork();
    if (child == 0) {
        TELL(getppid() > 1);
        TELL(setsid() == getpid());
        TELL(getpgrp() == getpid() && getsid(0) == getpid());
        TELL(setsid());
        TELL(setpgid(0, 0));
        _exit(0);
    }
    waitpid(child, NULL, 0);
    const pid_t other = fork();
    if (other == 0) {
        TELL(setpgid(0, 0));
        TELL(getpgrp() == getpid());
        _exit(0);
    }
    waitpid(other, NULL, 0);
    struct {
        uint32_t version;
        int process;
    } header = {1, 0};
    TELL(syscall(SYS_capget, &header, NULL));
    printf("capabilities: %x\n", header.version);
}

static void limits(void)
{
    struct rlimit limit;
    TELL(getrlimit(RLIMIT_NOFILE, &limit));
    TELL(limit.rlim_cur <= limit.rlim_max);
    limit.rlim_cur = 100;
    TELL(setrlimit(RLIMIT_NOFILE, &limit));
    TELL(getrlimit(RLIMIT_NOFILE, &limit));
    TELL(limit.rlim_cur);
    TELL(dup2(1, 100));
    TELL(dup2(1, 99));
    TELL(close(99));
    limit.rlim_max = 50;
    TELL(setrlimit(RLIMIT_NOFILE, &limit));
    TELL(getrlimit(99, &limit));
    TELL(getrlimit(RLIMIT_NOFILE, NOWHERE));
    struct rlimit core = {0, 0};
    TELL(setrlimit(RLIMIT_CORE, &core));
    TELL(getrlimit(RLIMIT_CORE, &core));
    TELL(core.rlim_cur);
    struct rlimit data = {1 << 30, RLIM_INFINITY};
    TELL(getrlimit(RLIMIT_DATA, &data));
    data.rlim_cur = 1 << 30;
    TELL(setrlimit(RLIMIT_DATA, &data));
    data.rlim_cur = 0;
    TELL(getrlimit(RLIMIT_DATA, &data));
    QEMU_IS_WRONG("it takes no such limits", TELL(data.rlim_cur));
    TELL(prlimit(0, RLIMIT_DATA, NULL, &data));
    QEMU_IS_WRONG("it takes no such limits", TELL(data.rlim_cur));
    struct rusage usage;
    TELL(getrusage(RUSAGE_SELF, &usage));
    TELL(usage.ru_utime.tv_sec >= 0 && usage.ru_utime.tv_usec < 1000000 && usage.ru_maxrss > 0);
    TELL(getrusage(RUSAGE_CHILDREN, &usage));
    TELL(getrusage(77, &usage));
    TELL(syscall(SYS_getrusage, RUSAGE_SELF, NOWHERE));
    errno = 0;
    TELL(getpriority(PRIO_PROCESS, 0));
    TELL(setpriority(PRIO_PROCESS, 0, 5));
    TELL(getpriority(PRIO_PROCESS, getpid()));
    TELL(nice(3));
    TELL(getpriority(PRIO_PROCESS, 0));
    TELL(setpriority(PRIO_PROCESS, 0, 1000));
    TELL(getpriority(PRIO_PROCESS, 0));
    TELL(getpriority(99, 0));
    TELL(getpriority(PRIO_PROCESS, 999999999));
}

static void scheduling(void)
{
    struct sched_param parameter = {.sched_priority = 7};
    TELL(syscall(SYS_sched_getscheduler, 0));
    TELL(syscall(SYS_sched_getparam, 0, &parameter));
    TELL(parameter.sched_priority);
    TELL(syscall(SYS_sched_setscheduler, 0, SCHED_OTHER, &parameter));
    parameter.sched_priority = 5;
    TELL(syscall(SYS_sched_setscheduler, 0, SCHED_OTHER, &parameter));
    TELL(syscall(SYS_sched_setscheduler, 0, 99, &parameter));
    TELL(syscall(SYS_sched_setscheduler, -1, SCHED_OTHER, &parameter));
    TELL(syscall(SYS_sched_setscheduler, 999999999, SCHED_OTHER, &parameter));
    TELL(sched_get_priority_max(SCHED_FIFO));
    TELL(sched_get_priority_min(SCHED_FIFO));
    TELL(sched_get_priority_max(SCHED_OTHER));
    TELL(sched_get_priority_max(99));
    TELL(sched_yield());
    cpu_set_t set;
    TELL(sched_getaffinity(0, sizeof set, &set));
    TELL(CPU_COUNT(&set) > 0);
    TELL(syscall(SYS_sched_getaffinity, 0, 3, &set));
    TELL(sched_setaffinity(0, sizeof set, &set));
    CPU_ZERO(&set);
    TELL(sched_setaffinity(0, sizeof set, &set));
    unsigned processor = 99;
    TELL(syscall(SYS_getcpu, &processor, NULL, NULL));
    TELL(processor < 99);
    TELL(syscall(SYS_membarrier, 0, 0, 0) > 0);
    TELL(syscall(SYS_membarrier, 1, 0, 0));
    TELL(syscall(SYS_membarrier, 0, 77, 0));
}

static void systems(void)
{
    struct utsname name;
    TELL(uname(&name));
    TELL_TEXT(name.sysname);
    TELL(uname(NOWHERE));
    struct sysinfo information;
    TELL(sysinfo(&information));
    TELL(information.totalram > 0 && information.mem_unit > 0);
    TELL(sysinfo(NOWHERE));
    char bytes[16] = {0};
    char zeros[16] = {0};
    TELL(getrandom(bytes, sizeof bytes, 0));
    TELL(memcmp(bytes, zeros, sizeof bytes) != 0);
    TELL(getrandom(NOWHERE, 4, 0));
    TELL(getrandom(bytes, 4, 0x99));
    TELL(prctl(PR_SET_NAME, "a name that is too long"));
    char text[16];
    TELL(prctl(PR_GET_NAME, text));
    TELL_TEXT(text);
    TELL(prctl(PR_SET_NAME, NOWHERE));
    TELL(prctl(PR_SET_PDEATHSIG, SIGUSR1));
    int signal = 0;
    TELL(prctl(PR_GET_PDEATHSIG, &signal));
    TELL(signal == SIGUSR1);
    TELL(prctl(PR_SET_PDEATHSIG, 0));
    TELL(prctl(PR_SET_PDEATHSIG, 999));
    TELL(prctl(PR_GET_DUMPABLE));
    TELL(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    TELL(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
    TELL(prctl(PR_GET_KEEPCAPS, 0, 0, 0, 0));
    TELL(prctl(PR_SET_TIMERSLACK, 100000));
    TELL(prctl(PR_GET_TIMERSLACK));
    TELL(prctl(99999));
    TELL(personality(0xFFFFFFFF));
}

void identity(void)
{
    users();
    scheduling();
    systems();
    limits();
}
