// A program to be debugged: breakpoints, watched variables, threads, signals, a crash.
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

volatile int counter;
volatile double ratio = 1.5;
volatile int isReleased;
static int isFailing;
static int pipeEnds[2];

static void onUser(int number)
{
    counter += number;
}

__attribute__((noinline)) int add(int a, int b)
{
    counter = a + b;
    return counter;
}

__attribute__((noinline)) void crash(int* place)
{
    *place = 1;
}

__attribute__((noinline)) void fail(void)
{
    raise(SIGABRT);
    counter = 0;
}

__attribute__((noinline)) static void* work(void* argument)
{
    add(*(int*)argument, 5);
    if (isFailing)
        fail(); // while main waits for us
    return NULL;
}

int main(int argc, char** argv)
{
    const char* const what = argc > 1 ? argv[1] : "";
    int step = 30;
    pthread_t worker;
    signal(SIGUSR1, onUser);
    add(1, 2);
    kill(getpid(), SIGUSR1);
    getppid();
    isFailing = strcmp(what, "thread") == 0;
    pthread_create(&worker, NULL, work, &step);
    pthread_join(worker, NULL);
    if (pipe(pipeEnds) == 0 && write(pipeEnds[1], "abcd", 4) == 4)
        (void)!read(pipeEnds[0], (void*)&counter, 4); // the kernel writes
    if (strcmp(what, "wait") == 0) {
        puts("waits");
        fflush(stdout);
        while (!isReleased)
            usleep(1000);
    }
    if (strcmp(what, "crash") == 0)
        crash((int*)8);
    if (strcmp(what, "abort") == 0)
        abort();
    printf("%d %d\n", counter, (int)(ratio * 2));
    return 7;
}
