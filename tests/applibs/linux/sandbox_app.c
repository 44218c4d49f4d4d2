/* An app for the sandbox's tests. Its first argument says what it does. */
#define _GNU_SOURCE

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

extern char** environ;

static int byName(const void* a, const void* b)
{
    return strcmp(*(const char* const*)a, *(const char* const*)b);
}

static void list(const char* folder)
{
    char* names[256];
    size_t count = 0;
    DIR* entries = opendir(folder);
    for (struct dirent* entry; entries && count < 256 && (entry = readdir(entries));)
        if (entry->d_name[0] != '.')
            names[count++] = strdup(entry->d_name);
    qsort(names, count, sizeof *names, byName);
    printf("%s:", folder);
    for (size_t i = 0; i < count; ++i)
        printf(" %s", names[i]);
    printf("\n");
    if (entries)
        closedir(entries);
}

/* Lines of /proc/self/status that say what the process may do. */
static void printRights(void)
{
    char line[256];
    FILE* status = fopen("/proc/self/status", "re");
    while (status && fgets(line, sizeof line, status))
        if (strncmp(line, "Cap", 3) == 0 || strncmp(line, "NoNewPrivs", 10) == 0 ||
            strncmp(line, "Seccomp:", 8) == 0 || strncmp(line, "Groups", 6) == 0)
            fputs(line, stdout);
    if (status)
        fclose(status);
}

static int report(int argc, char** argv)
{
    for (int i = 0; i < argc; ++i)
        printf("argv %s\n", argv[i]);
    for (char** entry = environ; *entry; ++entry)
        printf("env %s\n", *entry);
    char folder[4096];
    printf("cwd %s\n", getcwd(folder, sizeof folder));
    struct utsname names;
    uname(&names);
    printf("host %s\n", names.nodename);
    printf("pid %d user %d group %d\n", (int)getpid(), (int)getuid(), (int)getgid());
    list("/");
    list("/dev");
    list("/etc");
    list("/mnt/apps");
    list("/proc");
    list("/run");
    char byte = 0;
    printf("stdin %s\n", read(0, &byte, 1) == 0 ? "empty" : "not empty");
    for (int descriptor = 0; descriptor < 1024; ++descriptor)
        if (fcntl(descriptor, F_GETFD) >= 0)
            printf("fd %d\n", descriptor);
    printRights();
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    printf("files %lu\n", (unsigned long)limit.rlim_max);
    return 0;
}

/* "tcp=HOST:PORT", "udp=HOST:PORT", "name=NAME", one after the other: what comes of each. */
static const char* reach(const char* what)
{
    static char text[INET_ADDRSTRLEN];
    char host[256];
    int port = 0;
    if (sscanf(what, "name=%255s", host) == 1) {
        struct addrinfo* found = NULL;
        const struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM};
        if (getaddrinfo(host, NULL, &hints, &found) != 0)
            return "unknown";
        inet_ntop(AF_INET, &((struct sockaddr_in*)(void*)found->ai_addr)->sin_addr, text,
                  sizeof text);
        freeaddrinfo(found);
        return text;
    }
    if (sscanf(what + 4, "%255[^:]:%d", host, &port) != 2)
        return "?";
    const int isTcp = strncmp(what, "tcp", 3) == 0;
    const int made = socket(AF_INET, (isTcp ? SOCK_STREAM : SOCK_DGRAM) | SOCK_CLOEXEC, 0);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
    inet_pton(AF_INET, host, &to.sin_addr);
    int error = connect(made, (const struct sockaddr*)(const void*)&to, sizeof to) < 0 ? errno : 0;
    if (error == 0 && !isTcp)
        error = send(made, "x", 1, MSG_NOSIGNAL) < 0 ? errno : 0;
    char byte = 0;
    if (error == 0)
        error = recv(made, &byte, 1, 0) < 0 ? errno : 0;
    close(made);
    return error == 0 ? "reached" : strerrorname_np(error);
}

/* Greets who connects to the port, until one says "e". */
static int serve(int port)
{
    const int made = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
    if (bind(made, (const struct sockaddr*)(const void*)&at, sizeof at) != 0 ||
        listen(made, 4) != 0)
        return errno;
    puts("ready");
    fflush(stdout);
    for (char byte = 0; byte != 'e';) {
        const int client = accept(made, NULL, NULL);
        send(client, "h", 1, MSG_NOSIGNAL);
        if (recv(client, &byte, 1, 0) != 1)
            byte = 0;
        close(client);
    }
    return 0;
}

static void hold(void)
{
    for (;;)
        pause();
}

static void onTerminate(int number)
{
    (void)number;
    _exit(42);
}

int main(int argc, char** argv)
{
    const char* what = argc > 1 ? argv[1] : "hold";
    const char* value = argc > 2 ? argv[2] : "0";
    if (strcmp(what, "report") == 0)
        return report(argc, argv);
    if (strcmp(what, "reach") == 0) {
        for (int i = 2; i < argc; ++i) {
            printf("%s %s\n", argv[i], reach(argv[i]));
            fflush(stdout);
        }
        return 0;
    }
    if (strcmp(what, "serve") == 0)
        return serve(atoi(value));
    if (strcmp(what, "exit") == 0)
        return atoi(value);
    if (strcmp(what, "abort") == 0)
        abort();
    if (strcmp(what, "signal") == 0)
        return raise(atoi(value));
    if (strcmp(what, "leave") == 0) { /* a process that keeps the standard output open */
        if (fork() == 0)
            hold();
        return 7;
    }
    if (strcmp(what, "talk") == 0) {
        const int device = atoi(getenv("PERISPHERE_DEVICE"));
        send(device, "ready", 5, MSG_NOSIGNAL);
        char byte = 0;
        return recv(device, &byte, 1, 0) == 1 ? byte : 99;
    }
    if (strcmp(what, "read") == 0) {
        char text[256];
        const int file = open(value, O_RDONLY | O_CLOEXEC);
        const ssize_t size = file < 0 ? -1 : read(file, text, sizeof text);
        printf("%.*s\n", size < 0 ? 0 : (int)size, text);
        return size < 0 ? errno : 0;
    }
    if (strcmp(what, "compute") == 0)
        for (volatile unsigned i = 0;; ++i)
            continue;
    if (strcmp(what, "allocate") == 0) {
        const size_t bytes = strtoul(value, NULL, 10);
        memset(malloc(bytes), 1, bytes);
        puts("allocated");
    }
    if (strcmp(what, "handle") == 0)
        signal(SIGTERM, onTerminate);
    if (strcmp(what, "ignore") == 0)
        signal(SIGTERM, SIG_IGN);
    puts("ready");
    fflush(stdout);
    hold();
    return 0;
}
