// Processes: fork, vfork, other programs, how they end and what is told of it.

#include "common.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

extern char** environ;

static int endOf(pid_t process)
{
    int status = 0;
    NEED(waitpid(process, &status, 0) == process);
    return WIFSIGNALED(status) ? 1000 + WTERMSIG(status) : WEXITSTATUS(status);
}

static void forks(void)
{
    int value = 1;
    pid_t child = fork();
    if (child == 0) {
        value = 2;
        TELL(getpid() != getppid());
        _exit(300);
    }
    TELL(endOf(child));
    TELL(value);
    TELL(waitpid(child, NULL, 0));
    TELL(waitpid(-1, NULL, 0));
    TELL(waitpid(-1, NULL, 0x1000000));
    child = fork();
    if (child == 0)
        for (;;)
            pause();
    int status = 0;
    TELL(waitpid(child, &status, WNOHANG));
    TELL(kill(child, SIGKILL));
    TELL(endOf(child));
    // Any of several, in the order of their ends.
    int ends[2];
    NEED(pipe(ends) == 0);
    for (int i = 0; i < 3; ++i)
        if (fork() == 0) {
            char byte = 0;
            for (int j = 0; j <= i; ++j)
                read(ends[0], &byte, 1);
            _exit(10 + i);
        }
    int sum = 0;
    write(ends[1], "123456", 6);
    for (int i = 0; i < 3; ++i) {
        NEED(wait(&status) > 0);
        sum += WEXITSTATUS(status);
    }
    TELL(sum);
    // waitid
    child = fork();
    if (child == 0)
        _exit(5);
    siginfo_t information;
    memset(&information, 0, sizeof information);
    TELL(waitid(P_PID, child, &information, WEXITED | WNOWAIT));
    TELL(information.si_pid == child && information.si_code == CLD_EXITED);
    TELL(information.si_status);
    TELL(information.si_signo == SIGCHLD);
    TELL(waitid(P_PID, child, &information, WEXITED));
    TELL(waitid(P_PID, child, &information, WEXITED));
    TELL(waitid(P_ALL, 0, &information, 0));
    child = fork();
    if (child == 0)
        for (;;)
            pause();
    memset(&information, 0, sizeof information);
    TELL(waitid(P_ALL, 0, &information, WEXITED | WNOHANG));
    TELL(information.si_pid);
    kill(child, SIGUSR1);
    TELL(waitid(P_ALL, 0, &information, WEXITED));
    TELL(information.si_code == CLD_KILLED);
    TELL(information.si_status == SIGUSR1);
    struct rusage usage;
    child = fork();
    if (child == 0)
        _exit(0);
    TELL(wait4(child, &status, 0, &usage) == child);
    TELL(usage.ru_maxrss > 0);
    // Children that nobody waits for.
    signal(SIGCHLD, SIG_IGN);
    child = fork();
    if (child == 0)
        _exit(0);
    TELL(waitpid(child, NULL, 0));
    signal(SIGCHLD, SIG_DFL);
    TELL(syscall(SYS_clone, 0x00010000, 0, 0, 0, 0)); // CLONE_THREAD alone
}

static int inMemory(int code)
{
    volatile int seen = 1;
    const pid_t child = vfork();
    if (child == 0) {
        seen = 2;
        _exit(code);
    }
    TELL(seen);
    return endOf(child);
}

static char* self(void)
{
    static char path[4096];
    const ssize_t bytes = readlink("/proc/self/exe", path, sizeof path - 1);
    NEED(bytes > 0);
    path[bytes] = 0;
    return path;
}

static int spawn(char* program, char** arguments, char** environment)
{
    pid_t child = -1;
    const int error = posix_spawn(&child, program, NULL, NULL, arguments, environment);
    return error != 0 ? -error : endOf(child);
}

static void writeScript(const char* name, const char* text)
{
    const int fd = open(name, O_CREAT | O_WRONLY | O_TRUNC, 0700);
    NEED(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    close(fd);
}

static void programs(void)
{
    TELL(inMemory(3));
    char* arguments[] = {"another name", "child", "first", "", "last one", NULL};
    char* environment[] = {"ONE=1", "TWO=", NULL};
    TELL(spawn(self(), arguments, environment));
    char* last[] = {"last", "child", "last", NULL};
    TELL(spawn(self(), last, environment));
    TELL(spawn("missing", arguments, environment));
    TELL(spawn("/", arguments, environment));
    writeScript("plain", "no program\n");
    TELL(spawn("plain", arguments, environment));
    chmod("plain", 0600);
    TELL(execve("missing", arguments, environment));
    TELL(execve(NOWHERE, arguments, environment));
    TELL(execve("plain/below", arguments, environment));
    TELL(execve(self(), NOWHERE, environment));
    TELL(execve("", arguments, environment));
    char script[5000];
    snprintf(script, sizeof script, "#! %s child\nrest\n", self());
    if (strlen(self()) < 200)
        writeScript("script", script);
    char* scriptArguments[] = {"script", "argument", NULL};
    if (strlen(self()) < 100)
        spawn("./script", scriptArguments, environment);
    // What goes over and what does not.
    int ends[2];
    NEED(pipe2(ends, O_CLOEXEC) == 0);
    dup2(ends[0], 40);
    sigset_t set;
    sigset_t before;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR2);
    sigprocmask(SIG_BLOCK, &set, &before);
    signal(SIGUSR1, SIG_IGN);
    fflush(stdout);
    const pid_t child = fork();
    if (child == 0) {
        char* state[] = {"state", "child", "state", NULL};
        execve(self(), state, environment);
        _exit(99);
    }
    TELL(endOf(child));
    sigprocmask(SIG_SETMASK, &before, NULL);
    signal(SIGUSR1, SIG_DFL);
}

void processes(void)
{
    forks();
    programs();
}

static void* endLast(void* unused)
{
    usleep(20000);
    puts("the last thread ends");
    return unused;
}

/// What a program that was executed says of itself.
int child(int count, char** arguments)
{
    if (count > 2 && strcmp(arguments[2], "state") == 0) {
        TELL(fcntl(40, F_GETFD));
        struct sigaction action;
        sigaction(SIGUSR1, NULL, &action);
        TELL(action.sa_handler == SIG_IGN);
        sigset_t set;
        sigprocmask(SIG_BLOCK, NULL, &set);
        TELL(sigismember(&set, SIGUSR2));
        TELL(sigismember(&set, SIGUSR1));
        return 4;
    }
    if (count > 2 && strcmp(arguments[2], "last") == 0) { // the first thread may end before others
        pthread_t thread;
        pthread_create(&thread, NULL, endLast, NULL);
        pthread_exit(NULL);
    }
    for (int i = 0; i < count; ++i)
        if (arguments[i][0] != '/')
            tellText("argument", arguments[i]);
    for (char** variable = environ; *variable != NULL; ++variable)
        tellText("variable", *variable);
    return count;
}
