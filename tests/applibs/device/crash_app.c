/* Crashes in the way that its first argument names. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

volatile int g_depth = 0;

static int readNothing(const int* address)
{
    return *address; /* crashes here */
}

static int sinkDeeper(int depth)
{
    char room[4096];
    memset(room, depth, sizeof room);
    g_depth = depth;
    if (g_depth < 0)
        return 0; /* never: the stack ends first */
    return sinkDeeper(depth + 1) + room[depth % 4096];
}

static void onSignal(int number)
{
    _Exit(number);
}

int main(int argc, char** argv)
{
    const char* how = argc > 1 ? argv[1] : "";
    if (strcmp(how, "read") == 0)
        return readNothing(NULL);
    if (strcmp(how, "abort") == 0)
        abort();
    if (strcmp(how, "overflow") == 0)
        return sinkDeeper(0);
    if (strcmp(how, "handled") == 0) {
        signal(SIGSEGV, onSignal);
        return readNothing(NULL);
    }
    return 0;
}
