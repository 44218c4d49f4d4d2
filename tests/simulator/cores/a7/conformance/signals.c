// Signals: actions, masks, stacks, what handlers are told, what calls they end.

#include "common.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <ucontext.h>

static volatile sig_atomic_t order[16];
static volatile sig_atomic_t orders;
static siginfo_t lastInformation;

static void note(int number)
{
    // Of the real-time signals libraries differ in which is the first.
    const int isRealTime = number >= SIGRTMIN && number <= SIGRTMAX;
    if (orders < 16)
        order[orders++] = isRealTime ? 50 + number - SIGRTMIN : number;
}

static void noteInformation(int number, siginfo_t* information, void* context)
{
    (void)context;
    lastInformation = *information;
    note(number);
}

static void handle(int number, void (*handler)(int), int flags)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
    NEED(sigaction(number, &action, NULL) == 0);
}

static void tellOrder(const char* what)
{
    printf("%s:", what);
    for (int i = 0; i < orders; ++i)
        printf(" %d", order[i]);
    printf("\n");
    orders = 0;
}

static void actions(void)
{
    struct sigaction old;
    TELL(sigaction(SIGUSR1, NULL, &old));
    TELL(old.sa_handler == SIG_DFL);
    handle(SIGUSR1, note, SA_NODEFER);
    TELL(sigaction(SIGUSR1, NULL, &old));
    TELL(old.sa_handler == note);
    TELL((old.sa_flags & SA_NODEFER) != 0);
    TELL(sigaction(SIGKILL, &old, NULL));
    TELL(sigaction(SIGSTOP, &old, NULL));
    TELL(sigaction(SIGKILL, NULL, &old));
    TELL(sigaction(0, NULL, &old));
    TELL(sigaction(65, NULL, &old));
    TELL(syscall(SYS_rt_sigaction, SIGUSR1, NOWHERE, NULL, 8));
    TELL(syscall(SYS_rt_sigaction, SIGUSR1, NULL, NULL, 4));
    TELL(raise(SIGUSR1));
    tellOrder("raise");
    TELL(kill(getpid(), 0));
    TELL(kill(getpid(), 65));
    TELL(kill(999999999, 0));
    TELL(kill(getpid(), SIGUSR1));
    tellOrder("kill");
    handle(SIGUSR1, note, SA_RESETHAND);
    raise(SIGUSR1);
    TELL(sigaction(SIGUSR1, NULL, &old));
    TELL(old.sa_handler == SIG_DFL);
    tellOrder("once");
    signal(SIGUSR1, SIG_IGN);
    TELL(raise(SIGUSR1));
    TELL(raise(SIGCHLD));
    TELL(raise(SIGWINCH));
}

static void masks(void)
{
    handle(SIGUSR1, note, 0);
    handle(SIGUSR2, note, 0);
    handle(SIGRTMIN, note, 0);
    handle(SIGRTMIN + 1, note, 0);
    sigset_t set;
    sigset_t before;
    sigfillset(&set);
    TELL(sigprocmask(SIG_BLOCK, &set, &before));
    TELL(sigprocmask(99, &set, NULL));
    TELL(syscall(SYS_rt_sigprocmask, SIG_BLOCK, NULL, NULL, 16));
    sigprocmask(SIG_BLOCK, NULL, &set);
    TELL(sigismember(&set, SIGKILL));
    TELL(sigismember(&set, SIGUSR1));
    raise(SIGRTMIN + 1);
    raise(SIGRTMIN);
    raise(SIGUSR2);
    raise(SIGUSR1);
    raise(SIGUSR1);
    raise(SIGRTMIN);
    TELL(sigpending(&set));
    TELL(sigismember(&set, SIGUSR1));
    TELL(sigismember(&set, SIGUSR2));
    TELL(sigismember(&set, SIGALRM));
    tellOrder("while blocked");
    sigprocmask(SIG_SETMASK, &before, NULL);
    tellOrder("all at once"); // frames are stacked: the last one that is pushed runs first
    // One that is pending is forgotten when it is ignored.
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigprocmask(SIG_BLOCK, &set, NULL);
    raise(SIGUSR1);
    signal(SIGUSR1, SIG_IGN);
    handle(SIGUSR1, note, 0);
    sigprocmask(SIG_SETMASK, &before, NULL);
    tellOrder("forgotten");
    // An ignored one that is blocked can be waited for.
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGUSR1, SIG_IGN);
    raise(SIGUSR1);
    sigpending(&set);
    TELL(sigismember(&set, SIGUSR1));
    sigprocmask(SIG_SETMASK, &before, NULL);
}

static volatile int depth;
static void nested(int number)
{
    note(number);
    if (++depth < 3)
        raise(number);
    note(100 + depth);
}

static void nesting(void)
{
    handle(SIGUSR1, nested, SA_NODEFER);
    depth = 0;
    raise(SIGUSR1);
    tellOrder("nested");
    handle(SIGUSR1, nested, 0);
    depth = 0;
    raise(SIGUSR1);
    tellOrder("one after the other");
    struct sigaction action = {.sa_handler = nested};
    sigaddset(&action.sa_mask, SIGUSR2);
    sigaction(SIGUSR1, &action, NULL);
    handle(SIGUSR2, nested, 0);
    depth = 0;
    raise(SIGUSR1);
    tellOrder("with a mask");
}

static void information(void)
{
    struct sigaction action = {.sa_sigaction = noteInformation, .sa_flags = SA_SIGINFO};
    sigaction(SIGUSR1, &action, NULL);
    sigaction(SIGCHLD, &action, NULL);
    raise(SIGUSR1);
    TELL(lastInformation.si_code == SI_TKILL);
    TELL(lastInformation.si_pid == getpid() && lastInformation.si_uid == getuid());
    kill(getpid(), SIGUSR1);
    TELL(lastInformation.si_code == SI_USER);
    union sigval value = {.sival_int = 4711};
    TELL(sigqueue(getpid(), SIGUSR1, value));
    TELL(lastInformation.si_code == SI_QUEUE);
    TELL(lastInformation.si_value.sival_int);
    TELL(sigqueue(getpid(), 65, value));
    TELL(sigqueue(999999999, SIGUSR1, value));
    orders = 0;
    pid_t child = fork();
    if (child == 0)
        _exit(7);
    while (orders == 0)
        usleep(1000);
    TELL(lastInformation.si_signo == SIGCHLD);
    TELL(lastInformation.si_code == CLD_EXITED);
    TELL(lastInformation.si_status);
    TELL(lastInformation.si_pid == child);
    waitpid(child, NULL, 0);
    orders = 0;
    signal(SIGCHLD, SIG_DFL);
    child = fork();
    if (child == 0) {
        union sigval word = {.sival_int = 99};
        sigqueue(getppid(), SIGUSR1, word);
        _exit(0);
    }
    while (orders == 0)
        usleep(1000);
    TELL(lastInformation.si_code == SI_QUEUE && lastInformation.si_pid == child);
    TELL(lastInformation.si_value.sival_int);
    waitpid(child, NULL, 0);
    orders = 0;
}

static char alternate[65536];
static volatile int wasOnAlternate;
static volatile int innerAnswer;
static void onStack(int number)
{
    char here = 0;
    wasOnAlternate = &here >= alternate && &here < alternate + sizeof alternate;
    stack_t now;
    sigaltstack(NULL, &now);
    innerAnswer = (now.ss_flags & SS_ONSTACK) != 0;
    stack_t other = {.ss_sp = alternate, .ss_size = sizeof alternate};
    if (sigaltstack(&other, NULL) == -1 && errno == EPERM)
        innerAnswer += 10;
    note(number);
}

static sigjmp_buf beforeOverflow;
static void onOverflow(int number)
{
    note(number);
    siglongjmp(beforeOverflow, 1);
}

static int overflow(int level)
{
    volatile char much[10000];
    much[0] = (char)level;
    return overflow(level + 1) + much[0];
}

static void stacks(void)
{
    stack_t stack = {.ss_sp = alternate, .ss_size = 100};
    TELL(sigaltstack(&stack, NULL));
    stack.ss_size = sizeof alternate;
    stack.ss_flags = 77;
    TELL(sigaltstack(&stack, NULL));
    stack.ss_flags = 0;
    TELL(sigaltstack(&stack, NULL));
    stack_t now;
    TELL(sigaltstack(NULL, &now));
    TELL(now.ss_sp == alternate && now.ss_size == sizeof alternate);
    TELL(now.ss_flags);
    handle(SIGUSR1, onStack, SA_ONSTACK);
    raise(SIGUSR1);
    TELL(wasOnAlternate);
    TELL(innerAnswer);
    handle(SIGUSR1, onStack, 0);
    raise(SIGUSR1);
    TELL(wasOnAlternate);
    TELL(innerAnswer);
    orders = 0;
    // A stack that is used up.
    handle(SIGSEGV, onOverflow, SA_ONSTACK);
    if (sigsetjmp(beforeOverflow, 1) == 0)
        overflow(0);
    tellOrder("overflow");
    if (sigsetjmp(beforeOverflow, 1) == 0)
        overflow(0);
    tellOrder("overflow again");
    signal(SIGSEGV, SIG_DFL);
    stack.ss_flags = SS_DISABLE;
    TELL(sigaltstack(&stack, NULL));
    TELL(sigaltstack(NULL, &now));
    TELL(now.ss_flags);
}

static void changeContext(int number, siginfo_t* information, void* context)
{
    (void)number;
    (void)information;
    ucontext_t* const user = context;
    sigaddset(&user->uc_sigmask, SIGUSR2); // stays blocked afterwards
}

static void contexts(void)
{
    struct sigaction action = {.sa_sigaction = changeContext, .sa_flags = SA_SIGINFO};
    sigaction(SIGUSR1, &action, NULL);
    volatile double kept = 1.5;
    double inRegister = kept * 3;
    raise(SIGUSR1);
    TELL(inRegister == 4.5);
    sigset_t now;
    sigprocmask(SIG_BLOCK, NULL, &now);
    TELL(sigismember(&now, SIGUSR2));
    sigemptyset(&now);
    sigprocmask(SIG_SETMASK, &now, NULL);
}

static void soon(void)
{
    const struct itimerval timer = {.it_value = {.tv_usec = 20000}};
    setitimer(ITIMER_REAL, &timer, NULL);
}

static void* writeLater(void* argument)
{
    while (orders == 0)
        usleep(1000);
    write(*(int*)argument, "late", 4);
    return NULL;
}

static void interruptions(void)
{
    int ends[2];
    char text[8];
    NEED(pipe(ends) == 0);
    handle(SIGALRM, note, 0);
    soon();
    TELL(read(ends[0], text, sizeof text));
    soon();
    TELL(poll(&(struct pollfd){.fd = ends[0], .events = POLLIN}, 1, -1));
    soon();
    TELL(pause());
    soon();
    TELL(nanosleep(&(struct timespec){.tv_sec = 10}, NULL));
    soon();
    TELL(wait(NULL));
    soon();
    fd_set set;
    FD_ZERO(&set);
    FD_SET(ends[0], &set);
    TELL(select(ends[0] + 1, &set, NULL, NULL, NULL));
    tellOrder("interrupted");
    // With SA_RESTART.
    handle(SIGALRM, note, SA_RESTART);
    pthread_t thread;
    NEED(pthread_create(&thread, NULL, writeLater, &ends[1]) == 0);
    soon();
    TELL(read(ends[0], text, sizeof text));
    pthread_join(thread, NULL);
    soon();
    TELL(poll(&(struct pollfd){.fd = ends[0], .events = POLLIN}, 1, -1));
    soon();
    TELL(pause());
    soon();
    TELL(nanosleep(&(struct timespec){.tv_sec = 10}, NULL));
    soon();
    TELL(select(ends[0] + 1, &set, NULL, NULL, NULL));
    orders = 0;
    const pid_t child = fork();
    if (child == 0) {
        usleep(60000);
        _exit(3);
    }
    soon();
    int status = 0;
    TELL(waitpid(child, &status, 0) == child);
    TELL(WEXITSTATUS(status));
    tellOrder("restarted");
    // A signal in the middle of a long write leaves how much was written.
    static char much[1000000];
    handle(SIGALRM, note, 0);
    soon();
    TELL(write(ends[1], much, sizeof much));
    // Sockets with a time limit do not go on.
    int pair[2];
    NEED(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
    handle(SIGALRM, note, SA_RESTART);
    const struct timeval limit = {.tv_sec = 10};
    setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    soon();
    TELL(recv(pair[0], text, sizeof text, 0));
    orders = 0;
    close(ends[0]);
    close(ends[1]);
}

static void waits(void)
{
    sigset_t set;
    sigset_t before;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigaddset(&set, SIGALRM);
    sigprocmask(SIG_BLOCK, &set, &before);
    handle(SIGUSR1, note, 0);
    siginfo_t told;
    const struct timespec none = {0};
    const struct timespec little = {.tv_nsec = 20000000};
    TELL(sigtimedwait(&set, &told, &none));
    TELL(sigtimedwait(&set, &told, &little));
    union sigval value = {.sival_int = 12};
    sigqueue(getpid(), SIGUSR1, value);
    TELL(sigtimedwait(&set, &told, NULL));
    TELL(told.si_code == SI_QUEUE && told.si_value.sival_int == 12);
    soon();
    TELL(sigwaitinfo(&set, NULL));
    TELL(sigtimedwait(&set, NULL, &(struct timespec){.tv_nsec = -1}));
    // Others end the wait.
    handle(SIGUSR2, note, SA_RESTART);
    handle(SIGALRM, note, 0);
    sigdelset(&set, SIGALRM);
    sigset_t alarm;
    sigemptyset(&alarm);
    sigaddset(&alarm, SIGALRM);
    sigprocmask(SIG_UNBLOCK, &alarm, NULL);
    soon();
    TELL(syscall(SYS_rt_sigtimedwait, &set, NULL, NULL, 8));
    tellOrder("ended the wait");
    // sigsuspend lets in what is blocked.
    raise(SIGUSR1);
    sigset_t open;
    sigemptyset(&open);
    TELL(sigsuspend(&open));
    tellOrder("sigsuspend");
    sigprocmask(SIG_BLOCK, NULL, &open);
    TELL(sigismember(&open, SIGUSR1));
    // So does ppoll.
    sigemptyset(&open);
    raise(SIGUSR1);
    TELL(ppoll(NULL, 0, NULL, &open));
    tellOrder("ppoll");
    int ends[2];
    NEED(pipe(ends) == 0 && write(ends[1], "x", 1) == 1);
    raise(SIGUSR1);
    TELL(ppoll(&(struct pollfd){.fd = ends[0], .events = POLLIN}, 1, NULL, &open));
    tellOrder("ppoll that is ready");
    TELL(pselect(0, NULL, NULL, NULL, &little, &open));
    tellOrder("pselect");
    sigprocmask(SIG_SETMASK, &before, NULL);
}

static void reading(void)
{
    sigset_t set;
    sigset_t before;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigaddset(&set, SIGRTMIN);
    sigprocmask(SIG_BLOCK, &set, &before);
    int fd = -1;
    TELL_SUCCESS(fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC));
    TELL((fcntl(fd, F_GETFL) & O_NONBLOCK) != 0);
    TELL(fcntl(fd, F_GETFD));
    struct signalfd_siginfo read1[3];
    TELL(read(fd, read1, sizeof read1));
    TELL(read(fd, read1, 1));
    struct pollfd polled = {.fd = fd, .events = POLLIN};
    TELL(poll(&polled, 1, 0));
    union sigval value = {.sival_int = 33};
    sigqueue(getpid(), SIGRTMIN, value);
    kill(getpid(), SIGUSR1);
    TELL(poll(&polled, 1, 0));
    TELL(read(fd, read1, sizeof read1) / (int)sizeof *read1);
    TELL(read1[0].ssi_signo == SIGUSR1 && read1[0].ssi_pid == (uint32_t)getpid() &&
         read1[0].ssi_code == SI_USER);
    TELL(read1[1].ssi_signo == (uint32_t)SIGRTMIN && read1[1].ssi_int == 33);
    TELL(poll(&polled, 1, 0));
    const int copy = dup(fd);
    kill(getpid(), SIGUSR1);
    TELL(read(copy, read1, sizeof read1) / (int)sizeof *read1);
    sigemptyset(&set);
    sigaddset(&set, SIGRTMIN);
    TELL(signalfd(fd, &set, 0) == fd);
    kill(getpid(), SIGUSR1);
    TELL(poll(&polled, 1, 0));
    TELL(signalfd(999, &set, 0));
    TELL(signalfd(1, &set, 0));
    TELL(signalfd(-1, &set, 12345));
    // Each process has its own.
    const pid_t child = fork();
    if (child == 0) {
        TELL(poll(&polled, 1, 0));
        kill(getpid(), SIGRTMIN);
        TELL(poll(&polled, 1, 0));
        _exit(0);
    }
    waitpid(child, NULL, 0);
    TELL(poll(&polled, 1, 0));
    fcntl(fd, F_SETFL, 0);
    kill(getpid(), SIGRTMIN);
    TELL(read(fd, read1, sizeof *read1) == sizeof *read1);
    close(copy);
    close(fd);
    signal(SIGUSR1, SIG_IGN);
    sigprocmask(SIG_SETMASK, &before, NULL);
}

static void* waitForMine(void* argument)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR2);
    int number = 0;
    sigwait(&set, &number);
    *(int*)argument = number;
    return NULL;
}

static void threadSignals(void)
{
    sigset_t set;
    sigset_t before;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR2);
    pthread_sigmask(SIG_BLOCK, &set, &before);
    int number = 0;
    pthread_t thread;
    NEED(pthread_create(&thread, NULL, waitForMine, &number) == 0);
    TELL_ERROR(pthread_kill(thread, SIGUSR2));
    pthread_join(thread, NULL);
    TELL(number == SIGUSR2);
    sigpending(&set);
    TELL(sigismember(&set, SIGUSR2));
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    TELL(syscall(SYS_tgkill, getpid(), 999999999, SIGUSR2));
    TELL(syscall(SYS_tgkill, 0, 1, SIGUSR2));
    TELL(syscall(SYS_tgkill, getpid(), getpid(), 99));
}

static int endOf(void (*child)(void))
{
    const pid_t process = fork();
    if (process == 0) {
        child();
        _exit(0);
    }
    int status = 0;
    waitpid(process, &status, 0);
    return WIFSIGNALED(status) ? 1000 + WTERMSIG(status) : WEXITSTATUS(status);
}

static void dieOfFault(void)
{
    *(volatile int*)NOWHERE = 1;
}
static void dieOfBlockedFault(void)
{
    sigset_t set;
    sigfillset(&set);
    sigprocmask(SIG_BLOCK, &set, NULL);
    handle(SIGSEGV, note, 0);
    *(volatile int*)NOWHERE = 1;
}
static void dieOfTerm(void)
{
    raise(SIGTERM);
}
static void dieOfAbort(void)
{
    abort();
}
static void dieOfStack(void)
{
    stack_t stack = {.ss_sp = NOWHERE, .ss_size = 65536};
    sigaltstack(&stack, NULL);
    handle(SIGUSR1, note, SA_ONSTACK);
    raise(SIGUSR1);
}

static void ends(void)
{
    signal(SIGTERM, SIG_DFL);
    TELL(endOf(dieOfFault));
    TELL(endOf(dieOfBlockedFault));
    TELL(endOf(dieOfTerm));
    TELL(endOf(dieOfAbort));
    TELL(endOf(dieOfStack));
    const pid_t child = fork();
    if (child == 0)
        for (;;)
            pause();
    TELL(kill(child, SIGSTOP));
    int status = 0;
    TELL(waitpid(child, &status, WUNTRACED) == child);
    TELL(WIFSTOPPED(status) && WSTOPSIG(status) == SIGSTOP);
    TELL(kill(child, SIGCONT));
    TELL(waitpid(child, &status, WCONTINUED) == child);
    TELL(WIFCONTINUED(status) != 0);
    TELL(kill(child, SIGTERM));
    TELL(waitpid(child, &status, 0) == child);
    TELL(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
    TELL(kill(child, 0));
}

void signals(void)
{
    actions();
    masks();
    nesting();
    information();
    stacks();
    contexts();
    interruptions();
    waits();
    reading();
    threadSignals();
    ends();
}
