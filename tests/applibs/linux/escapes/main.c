/* Runs all probes, each in a process of its own, and prints for each its name and what it was
   refused with; "through" when it was not, a signal's name when that ended it. With names as
   arguments: only those, which is the only way to run those of the last table: they end the app as
   a whole. */
#define _GNU_SOURCE
#include "probes.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void run(const struct Probe* probe)
{
    fflush(stdout);
    const pid_t child = fork();
    if (child == 0) {
        alarm(20);
        const int error = probe->run();
        _exit(error < 0 || error > 254 ? 255 : error);
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (WIFSIGNALED(status))
        printf("%s SIG%s\n", probe->name, sigabbrev_np(WTERMSIG(status)));
    else if (WEXITSTATUS(status) == 0)
        printf("%s through\n", probe->name);
    else
        printf("%s %s\n", probe->name, strerrorname_np(WEXITSTATUS(status)));
}

int main(int argc, char** argv)
{
    const struct Probe* const tables[] = {fileProbes,    kernelProbes,   processProbes,
                                          networkProbes, resourceProbes, fatalProbes};
    for (unsigned table = 0; table < sizeof tables / sizeof *tables; ++table)
        for (const struct Probe* probe = tables[table]; probe->name; ++probe) {
            int isWanted = argc < 2 && tables[table] != fatalProbes;
            for (int i = 1; i < argc; ++i)
                isWanted |= strcmp(argv[i], probe->name) == 0;
            if (isWanted)
                run(probe);
        }
    puts("done");
    return 0;
}
