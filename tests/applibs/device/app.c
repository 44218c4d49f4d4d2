/* An app for the application manager's tests. Its first argument says what it does. */
#define _GNU_SOURCE

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

extern char** environ;

static void hold(void)
{
    for (;;)
        pause();
}

static unsigned long limitOf(__rlimit_resource_t resource)
{
    struct rlimit limit = {0};
    getrlimit(resource, &limit);
    return (unsigned long)limit.rlim_cur;
}

/* Everything that a launcher decides, one fact a line. */
static int report(int argc, char** argv)
{
    for (int i = 0; i < argc; ++i)
        printf("argv %s\n", argv[i]);
    for (char** entry = environ; *entry != NULL; ++entry)
        printf("env %s\n", *entry);
    char folder[4096];
    printf("cwd %s\n", getcwd(folder, sizeof folder));
    DIR* descriptors = opendir("/proc/self/fd");
    for (struct dirent* entry = readdir(descriptors); entry != NULL; entry = readdir(descriptors))
        if (entry->d_name[0] != '.' && atoi(entry->d_name) != dirfd(descriptors))
            printf("fd %s\n", entry->d_name);
    closedir(descriptors);
    char byte = 0;
    printf("stdin %s\n", read(0, &byte, 1) == 0 ? "empty" : "not empty");
    printf("group %s\n", getpgrp() == getpid() ? "own" : "shared");
    printf("core %lu\n", limitOf(RLIMIT_CORE));
    printf("file size %lu\n", limitOf(RLIMIT_FSIZE));
    sigset_t blocked;
    sigprocmask(SIG_SETMASK, NULL, &blocked);
    printf("SIGUSR1 %s\n", sigismember(&blocked, SIGUSR1) ? "blocked" : "open");
    struct sigaction action;
    sigaction(SIGPIPE, NULL, &action);
    printf("SIGPIPE %s\n", action.sa_handler == SIG_DFL ? "default" : "changed");
    return 0;
}

/* Changes a file in each way there is, and prints. */
static int changeFile(const char* path)
{
    struct iovec pieces[2] = {{.iov_base = "ab", .iov_len = 2}, {.iov_base = "cde", .iov_len = 3}};
    const int file = open(path, O_RDWR | O_CREAT, 0600);
    int isGood = file >= 0 && write(file, "0123", 4) == 4;
    isGood = isGood && writev(file, pieces, 2) == 5;
    isGood = isGood && pwrite(file, "xy", 2, 1) == 2;
    isGood = isGood && pwritev(file, pieces, 2, 20) == 5;
    isGood = isGood && pwritev2(file, pieces, 1, -1, 0) == 2; /* at the position */
    isGood = isGood && fcntl(file, F_SETFL, O_APPEND) == 0 && write(file, "z", 1) == 1;
    isGood = isGood && ftruncate(file, 3) == 0;
    puts(isGood ? "changed" : strerror(errno));
    return !isGood;
}

/* Says "ready" through the device's socket and waits for a byte there. */
static int talk(void)
{
    const int device = atoi(getenv("PERISPHERE_DEVICE"));
    send(device, "ready", 5, MSG_NOSIGNAL);
    char byte = 0;
    return recv(device, &byte, 1, 0) == 1 ? byte : 99;
}

static void onTerminate(int signal)
{
    (void)signal;
    _exit(42);
}

static int overrun(void)
{
    const int file = memfd_create("written", MFD_CLOEXEC); /* no folder can be written to */
    static char block[4096];
    for (int i = 0; i < 3; ++i)
        if (write(file, block, sizeof block) < 0)
            return errno == EFBIG ? i : 99;
    return 98;
}

/* Leaves a process behind that keeps the standard output open. */
static int leave(void)
{
    if (fork() == 0)
        hold();
    return 7;
}

static int allocate(size_t kibibytes)
{
    volatile char* memory = malloc(kibibytes * 1024);
    for (size_t at = 0; at < kibibytes * 1024; at += 1024)
        memory[at] = 1;
    puts("allocated");
    fflush(stdout);
    hold();
    return 0;
}

static int flood(int lines)
{
    for (int i = 0; i < lines; ++i)
        printf("line %d of the flood\n", i);
    return 0;
}

int main(int argc, char** argv)
{
    const char* what = argc > 1 ? argv[1] : "hold";
    const char* value = argc > 2 ? argv[2] : "0";
    if (strcmp(what, "report") == 0)
        return report(argc, argv);
    if (strcmp(what, "exit") == 0)
        return atoi(value);
    if (strcmp(what, "signal") == 0)
        return raise(atoi(value));
    if (strcmp(what, "print") == 0) {
        fputs(value, stdout);
        fflush(stdout);
        fputs(argc > 3 ? argv[3] : "", stderr);
        return 0;
    }
    if (strcmp(what, "change") == 0)
        return changeFile(value);
    if (strcmp(what, "talk") == 0)
        return talk();
    if (strcmp(what, "handle") == 0)
        signal(SIGTERM, onTerminate);
    if (strcmp(what, "ignore") == 0)
        signal(SIGTERM, SIG_IGN);
    if (strcmp(what, "handle") == 0 || strcmp(what, "ignore") == 0) {
        puts("ready");
        fflush(stdout);
    }
    if (strcmp(what, "overrun") == 0)
        return overrun();
    if (strcmp(what, "leave") == 0)
        return leave();
    if (strcmp(what, "allocate") == 0)
        return allocate((size_t)atoi(value));
    if (strcmp(what, "flood") == 0)
        return flood(atoi(value));
    hold();
    return 0;
}
