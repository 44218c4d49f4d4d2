// Uses memory in one of several ways, for a budget of 512 KiB.
//
// Those above the line outgrow it; those below it stay within, though they map more.

#define _GNU_SOURCE // mremap

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { kPage = 4096, kBudget = 512 * 1024, kMuch = 4 * kBudget };

static char* anonymous(size_t bytes, int sharing)
{
    char* const memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, sharing | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        perror("mmap");
        exit(2);
    }
    return memory;
}

static void touch(char* memory, size_t bytes)
{
    for (size_t at = 0; at < bytes; at += kPage) {
        memory[at] = 1;
    }
}

static void* forget(void)
{
    return malloc(1000);
}

static void leak(void)
{
    for (int i = 0; i < 10000; ++i) {
        char* const lost = forget();
        memset(lost, 1, 1000);
    }
}

static void shared(void)
{
    touch(anonymous(kMuch, MAP_SHARED), kMuch);
}

static void kernel_writes(void)
{
    const int zeros = open("/dev/zero", O_RDONLY);
    if (read(zeros, anonymous(kMuch, MAP_PRIVATE), kMuch) != kMuch) {
        perror("read");
    }
}

// Over before anybody looks between two turns.
static void short_use(void)
{
    char* const memory = anonymous(kMuch, MAP_PRIVATE);
    touch(memory, kMuch);
    munmap(memory, kMuch);
    usleep(1000);
}

static int deep_stack(int left)
{
    volatile char room[kPage];
    room[0] = (char)left;
    return left == 0 ? 0 : deep_stack(left - 1) + room[0];
}

static char g_variables[kMuch];

// ---------------------------------------------------------------------------------------------------

static void untouched(void)
{
    touch(anonymous(kMuch, MAP_PRIVATE), kPage);
}

static void read_only(void)
{
    const volatile char* const memory = anonymous(kMuch, MAP_PRIVATE);
    int sum = 0;
    for (size_t at = 0; at < kMuch; at += kPage) {
        sum += memory[at];
    }
    exit(sum);
}

static void freed(void)
{
    for (int i = 0; i < 200; ++i) {
        char* const memory = anonymous(kBudget / 2, MAP_PRIVATE);
        touch(memory, kBudget / 2);
        munmap(memory, kBudget / 2);
    }
}

static void moved(void)
{
    char* memory = anonymous(kPage, MAP_PRIVATE);
    for (size_t pages = 1; pages < 64; ++pages) {
        touch(memory, pages * kPage);
        memory = mremap(memory, pages * kPage, (pages + 1) * kPage, MREMAP_MAYMOVE);
    }
    touch(memory, 64 * kPage);
}

int main(int argc, char** argv)
{
    const char* const how = argc > 1 ? argv[1] : "";
    if (strcmp(how, "leak") == 0) {
        leak();
    } else if (strcmp(how, "shared") == 0) {
        shared();
    } else if (strcmp(how, "kernel_writes") == 0) {
        kernel_writes();
    } else if (strcmp(how, "short_use") == 0) {
        short_use();
    } else if (strcmp(how, "deep_stack") == 0) {
        return deep_stack(kMuch / kPage) & 1;
    } else if (strcmp(how, "variables") == 0) {
        touch(g_variables, sizeof(g_variables));
    } else if (strcmp(how, "untouched") == 0) {
        untouched();
    } else if (strcmp(how, "read_only") == 0) {
        read_only();
    } else if (strcmp(how, "freed") == 0) {
        freed();
    } else if (strcmp(how, "moved") == 0) {
        moved();
    } else {
        return 2;
    }
    return 0;
}
