// kernels NAME: runs one and prints its checksum.
#include "kernels.h"

#include <stdio.h>
#include <string.h>

struct Kernel {
    const char* name;
    uint32_t (*run)(void);
};

static const struct Kernel kKernels[] = {
    {"integer", integerKernel},    {"floating", floatingKernel},  {"vector", vectorKernel},
    {"getppid", systemCallKernel}, {"ping_pong", pingPongKernel}, {"epoll_timers", timerKernel},
    {"atomics", atomicsKernel},
};

int main(int argc, char** argv)
{
    for (size_t i = 0; argc == 2 && i < sizeof kKernels / sizeof *kKernels; ++i)
        if (strcmp(argv[1], kKernels[i].name) == 0) {
            printf("%s %08x\n", argv[1], (unsigned)kKernels[i].run());
            return 0;
        }
    fprintf(stderr, "expected the name of a kernel\n");
    return 2;
}
