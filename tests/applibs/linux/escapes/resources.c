/* More than one's share. */
#define _GNU_SOURCE
#include "probes.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static int manyProcesses(void)
{
    enum { Most = 100 };
    pid_t children[Most];
    int count = 0;
    int error = 0;
    while (count < Most && error == 0) {
        const pid_t child = fork();
        if (child == 0)
            for (;;)
                pause();
        if (child < 0)
            error = errno;
        else
            children[count++] = child;
    }
    while (count > 0) {
        kill(children[--count], SIGKILL);
        waitpid(children[count], NULL, 0);
    }
    return error;
}
static int manyFiles(void)
{
    int error = 0;
    for (int i = 0; i < 700 && error == 0; ++i)
        error = TRY(dup(0));
    return error;
}
/* Of the file that a crash is told in, which takes memory. */
static int largeFile(void)
{
    return TRY(pwrite(4, "x", 1, 1 << 20));
}
static int lockedMemory(void)
{
    return TRY(mlock(calloc(1, 1 << 20), 1 << 20));
}
static int manySignals(void)
{
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, SIGRTMIN);
    sigprocmask(SIG_BLOCK, &one, NULL);
    const union sigval value = {0};
    int error = 0;
    for (int i = 0; i < 400 && error == 0; ++i)
        error = TRY(sigqueue(getpid(), SIGRTMIN, value));
    return error;
}
static int muchMemory(void)
{
    for (int i = 0; i < 96; ++i) {
        char* const piece =
            mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (piece == MAP_FAILED)
            return errno;
        memset(piece, 1, 1 << 20);
    }
    return 0;
}
const struct Probe resourceProbes[] = {
    {"many-processes", manyProcesses}, {"many-files", manyFiles},     {"large-file", largeFile},
    {"locked-memory", lockedMemory},   {"many-signals", manySignals}, {NULL, NULL},
};

const struct Probe fatalProbes[] = {
    {"much-memory", muchMemory},
    {NULL, NULL},
};
