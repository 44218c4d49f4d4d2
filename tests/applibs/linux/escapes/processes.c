/* Other processes, and rights of one's own. */
#define _GNU_SOURCE
#include "probes.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

/* The test's own process, by the number that the host knows it by. */
static pid_t host(void)
{
    return (pid_t)atoi(getenv("PROBE_PROCESS"));
}

static int traceFirst(void)
{
    return TRY(ptrace(PTRACE_SEIZE, 1, NULL, NULL));
}
static int traceParent(void)
{
    return TRY(ptrace(PTRACE_SEIZE, getppid(), NULL, NULL));
}
static int readFirst(void)
{
    char byte;
    const struct iovec here = {&byte, 1};
    const struct iovec there = {(void*)&getenv, 1};
    return TRY(process_vm_readv(1, &here, 1, &there, 1, 0));
}
static int writeFirst(void)
{
    char byte = 0;
    const struct iovec here = {&byte, 1};
    const struct iovec there = {(void*)&getenv, 1};
    return TRY(process_vm_writev(1, &here, 1, &there, 1, 0));
}
static int endFirst(void)
{
    return TRY(kill(1, SIGTERM));
}
static int signalHost(void)
{
    return TRY(kill(host(), 0));
}
static int openFirst(void)
{
    return TRY(syscall(SYS_pidfd_open, 1, 0));
}
static int limitFirst(void)
{
    struct rlimit limit;
    return TRY(prlimit(1, RLIMIT_NOFILE, NULL, &limit));
}
static int priorityOfFirst(void)
{
    return TRY(setpriority(PRIO_PROCESS, 1, 5));
}
static int placeFirst(void)
{
    cpu_set_t processors;
    CPU_ZERO(&processors);
    CPU_SET(0, &processors);
    return TRY(sched_setaffinity(1, sizeof processors, &processors));
}
static int comparesFirst(void)
{
    return TRY(syscall(SYS_kcmp, 1, getpid(), 1, 0, 0));
}
static int becomeRoot(void)
{
    return TRY(syscall(SYS_setuid, 0));
}
static int becomeRootGroup(void)
{
    return TRY(syscall(SYS_setgid, 0));
}
static int becomeOther(void)
{
    return TRY(syscall(SYS_setresuid, 1, 1, 1));
}
static int joinGroups(void)
{
    const gid_t groups[] = {0};
    return TRY(syscall(SYS_setgroups, 1, groups));
}
static int takeCapabilities(void)
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct all[2];
    memset(all, 0xff, sizeof all);
    return TRY(syscall(SYS_capset, &header, all));
}
static int raiseAmbient(void)
{
    return TRY(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_SYS_ADMIN, 0, 0));
}
static int loosenPrivileges(void)
{
    return TRY(prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0));
}
static int setSecureBits(void)
{
    return TRY(prctl(PR_SET_SECUREBITS, 0, 0, 0, 0));
}
static int becomeDumpable(void)
{
    return TRY(prctl(PR_SET_DUMPABLE, 1, 0, 0, 0));
}
static int becomeReaper(void)
{
    return TRY(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0));
}
static int personalities(void)
{
    return TRY(syscall(SYS_personality, READ_IMPLIES_EXEC));
}
static int realTime(void)
{
    const struct sched_param parameter = {.sched_priority = 10};
    return TRY(sched_setscheduler(0, SCHED_FIFO, &parameter));
}
static int firstInLine(void)
{
    return TRY(setpriority(PRIO_PROCESS, 0, -20));
}
static int diskFirst(void)
{
    return TRY(syscall(SYS_ioprio_set, 1, 0, 1 << 13));
}
static int raiseFiles(void)
{
    const struct rlimit limit = {4096, 4096};
    return TRY(setrlimit(RLIMIT_NOFILE, &limit));
}
static int writableCode(void)
{
    return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                0) == MAP_FAILED
               ? errno
               : 0;
}
static int writtenCode(void)
{
    char* const page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    page[0] = 1;
    return TRY(mprotect(page, 4096, PROT_READ | PROT_EXEC));
}
static int inheritedDescriptor(void)
{
    for (int descriptor = 5; descriptor < 1024; ++descriptor)
        if (fcntl(descriptor, F_GETFD) >= 0)
            return 0;
    return EBADF;
}

/* The figure of a line of /proc/self/status. */
static unsigned long long statusOf(const char* name)
{
    char line[256];
    unsigned long long figure = 1;
    FILE* const status = fopen("/proc/self/status", "re");
    while (status && fgets(line, sizeof line, status))
        if (strncmp(line, name, strlen(name)) == 0)
            figure = strtoull(line + strlen(name), NULL, 16);
    if (status)
        fclose(status);
    return figure;
}
static int boundingSet(void)
{
    return statusOf("CapBnd:") == 0 ? EPERM : 0;
}
static int privilegesToCome(void)
{
    return statusOf("NoNewPrivs:") == 1 ? EPERM : 0;
}
static int userNumber(void)
{
    return getuid() < 65536 ? ENOENT : 0;
}

const struct Probe processProbes[] = {
    {"trace-first", traceFirst},
    {"trace-parent", traceParent},
    {"read-first", readFirst},
    {"write-first", writeFirst},
    {"end-first", endFirst},
    {"signal-host", signalHost},
    {"open-first", openFirst},
    {"limits-of-first", limitFirst},
    {"priority-of-first", priorityOfFirst},
    {"place-first", placeFirst},
    {"compare-first", comparesFirst},
    {"become-root", becomeRoot},
    {"become-root-group", becomeRootGroup},
    {"become-other", becomeOther},
    {"join-groups", joinGroups},
    {"take-capabilities", takeCapabilities},
    {"raise-ambient", raiseAmbient},
    {"loosen-privileges", loosenPrivileges},
    {"set-secure-bits", setSecureBits},
    {"become-dumpable", becomeDumpable},
    {"become-reaper", becomeReaper},
    {"personality", personalities},
    {"real-time", realTime},
    {"first-in-line", firstInLine},
    {"disk-first", diskFirst},
    {"raise-files", raiseFiles},
    {"writable-code", writableCode},
    {"written-code", writtenCode},
    {"bounding-set", boundingSet},
    {"privileges-to-come", privilegesToCome},
    {"host-user-number", userNumber},
    {"inherited-descriptor", inheritedDescriptor},
    {NULL, NULL},
};
