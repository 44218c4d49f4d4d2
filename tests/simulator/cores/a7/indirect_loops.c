// Loops of nothing but indirect branches: each is interrupted by a signal, and lets other threads
// have their turn.
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

static sigjmp_buf g_out;

static void leave(int number)
{
    siglongjmp(g_out, number);
}

#define LOOP(set, name, body)                                                                      \
    __attribute__((target(set), naked, noinline)) static void name(void)                           \
    {                                                                                              \
        __asm__ volatile(body);                                                                    \
    }

LOOP("arm", branchArm, "adr r1, 1f\n1: bx r1")
LOOP("thumb", branchThumb, "adr r1, 1f\nadd r1, r1, #1\n.balign 4\n1: bx r1")
LOOP("arm", returnArm, "adr lr, 1f\n1: bx lr")
LOOP("arm", returnPredicted, "mov r2, #16\n0: bl 2f\n1: bx lr\n2: subs r2, r2, #1\nbne 0b\nbx lr")
LOOP("arm", loadArm, "adr r1, 1f\nstr r1, [sp, #-8]!\n1: ldr pc, [sp]")
LOOP("arm", popArm, "adr r1, 1f\nstr r1, [sp, #-8]!\n1: pop {r2}\nsub sp, sp, #4\nldr pc, [sp]")
LOOP("arm", pairArm, "adr r1, 1f\nadr r2, 2f\n1: mov pc, r2\n2: mov pc, r1")

static int isInterrupted(void (*loop)(void))
{
    if (sigsetjmp(g_out, 1) != 0)
        return 1;
    const struct itimerval soon = {.it_value = {.tv_usec = 50000}};
    setitimer(ITIMER_REAL, &soon, NULL);
    loop();
    return 0;
}

static void* wake(void* thread)
{
    pthread_kill(*(pthread_t*)thread, SIGUSR1); // the other one spins: this takes a turn
    return NULL;
}

static int isPreempted(void)
{
    pthread_t self = pthread_self();
    pthread_t other;
    if (sigsetjmp(g_out, 1) != 0)
        return 1;
    pthread_create(&other, NULL, wake, &self);
    pairArm();
    return 0;
}

int main(void)
{
    signal(SIGALRM, leave);
    signal(SIGUSR1, leave);
    void (*const loops[])(void) = {branchArm, branchThumb, returnArm, returnPredicted,
                                   loadArm,   popArm,      pairArm};
    for (unsigned i = 0; i < sizeof loops / sizeof *loops; ++i)
        if (!isInterrupted(loops[i]))
            return 1;
    if (!isPreempted())
        return 1;
    puts("ok");
    return 0;
}
