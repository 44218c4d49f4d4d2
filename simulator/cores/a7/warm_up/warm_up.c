// What many apps begin with, so that the emulated core has it translated when they do: see
// perisphere/a7/warm_core.hpp. Built for the device with the SDK's system root. It tells nobody
// anything and leaves nothing behind.

#include <applibs/eventloop.h>

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

static int compare(const void* a, const void* b)
{
    return *(const int*)a - *(const int*)b;
}

static void* answer(void* text)
{
    return text;
}

static void onTimer(EventLoop* loop, int fd, EventLoop_IoEvents events, void* context)
{
    uint64_t expirations = 0;
    if (events == EventLoop_Input && read(fd, &expirations, sizeof expirations) > 0)
        EventLoop_Stop(loop);
    (void)context;
}

static int waitForTimer(void)
{
    EventLoop* const loop = EventLoop_Create();
    const int fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    const struct itimerspec soon = {.it_value = {.tv_nsec = 1000}};
    timerfd_settime(fd, 0, &soon, NULL);
    EventLoop_RegisterIo(loop, fd, EventLoop_Input, onTimer, NULL);
    const EventLoop_Run_Result result = EventLoop_Run(loop, 1000, false);
    close(fd);
    EventLoop_Close(loop);
    return result == EventLoop_Run_Failed ? 1 : 0;
}

int main(int argc, char** argv)
{
    char* const text = malloc(256);
    snprintf(text, 256, "%s %d %u %x %zu %c %5.2f %s %p", argv[0], argc, 7U, 255U, sizeof text, 'c',
             1.5, strerror(ENOENT), (void*)text);
    FILE* const nowhere = fopen("/dev/null", "w");
    if (nowhere != NULL) {
        fprintf(nowhere, "%s\n", text);
        puts("");
        fclose(nowhere);
    }
    char* const copy = strdup(text);
    if (memcmp(copy, text, strlen(text)) != 0 || strchr(copy, ' ') == NULL)
        return 1;
    int numbers[] = {3, 1, 2};
    qsort(numbers, 3, sizeof *numbers, compare);
    free(copy);
    free(text);

    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    const struct timespec moment = {.tv_nsec = 1};
    nanosleep(&moment, NULL);
    time_t seconds = time(NULL);
    struct tm date;
    gmtime_r(&seconds, &date);
    pthread_t thread;
    if (pthread_create(&thread, NULL, answer, NULL) == 0)
        pthread_join(thread, NULL);
    return waitForTimer();
}
