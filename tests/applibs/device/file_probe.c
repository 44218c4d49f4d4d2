/* What an app can reach of the host's files. Each line of its output is a probe and what came of
 * it: 0 or an errno. Its arguments: "outside", a folder that is not the app's, with a file "file",
 * an empty folder "folder" and a program "program", and the number of another process; or "inside",
 * and a folder that it may change, or "". Its package has links "link" to the file and "way" to the
 * folder. */
#define _GNU_SOURCE

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

int probe_library(void); /* of a library that the loader finds by the program's path */

static const char* g_folder;

static void tell(const char* probe, long result)
{
    printf("%s %d\n", probe, result < 0 ? errno : 0);
    fflush(stdout);
}

/* The path of a name in the folder; valid until the next but one call. */
static const char* in_folder(const char* name)
{
    static char paths[2][4096];
    static int which;
    which = !which;
    snprintf(paths[which], sizeof paths[which], "%s/%s", g_folder, name);
    return paths[which];
}

static void try_open(const char* probe, const char* path, int flags)
{
    const int file = open(path, flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0600);
    tell(probe, file);
    if (file >= 0)
        close(file);
}

static void try_list(const char* path)
{
    char probe[256];
    DIR* const folder = opendir(path);
    snprintf(probe, sizeof probe, "list %s", path);
    tell(probe, folder == NULL ? -1 : 0);
    if (folder != NULL)
        closedir(folder);
}

static void try_read(const char* path)
{
    char probe[256];
    snprintf(probe, sizeof probe, "read %s", path);
    try_open(probe, path, O_RDONLY);
}

static void try_write(const char* path)
{
    char probe[256];
    snprintf(probe, sizeof probe, "write %s", path);
    try_open(probe, path, O_WRONLY);
}

/* In a process of its own, as a success would be the end of this one. */
static void try_execute(const char* probe, const char* path, int file)
{
    char* const arguments[] = {"program", "exit", "0", NULL};
    int status = 0;
    const pid_t child = fork();
    if (child == 0) {
        if (file >= 0)
            execveat(file, "", arguments, NULL, AT_EMPTY_PATH);
        else
            execv(path, arguments);
        _exit(errno);
    }
    waitpid(child, &status, 0);
    printf("%s %d\n", probe, WEXITSTATUS(status));
    fflush(stdout);
}

static void try_server(const char* probe, const char* path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    strncpy(address.sun_path, path, sizeof address.sun_path - 1);
    tell(probe, bind(fd, (const struct sockaddr*)&address, sizeof address));
    close(fd);
}

static void reading(void)
{
    char path[4200] = "";
    const struct open_how how = {.flags = O_RDONLY};
    try_open("read", in_folder("file"), O_RDONLY);
    try_open("read and write", in_folder("file"), O_RDWR);
    tell("read, openat2", syscall(SYS_openat2, AT_FDCWD, in_folder("file"), &how, sizeof how));
    tell("list", open(in_folder("folder"), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    try_open("read by a link", "link", O_RDONLY);
    try_open("read by a link to the folder", "way/file", O_RDONLY);
    for (int i = 0; i < 40; ++i)
        strcat(path, "../");
    strcat(path, in_folder("file") + 1);
    try_open("read by a relative path", path, O_RDONLY);
    snprintf(path, sizeof path, "/proc/self/cwd/../../../../../../../../..%s", in_folder("file"));
    try_open("read by /proc/self/cwd", path, O_RDONLY);
    snprintf(path, sizeof path, "/proc/self/root%s", in_folder("file"));
    try_open("read by /proc/self/root", path, O_RDONLY);
    /* A path descriptor is no access. */
    const int home = open(".", O_PATH | O_CLOEXEC);
    const int folder = open(g_folder, O_PATH | O_CLOEXEC);
    const int file = open(in_folder("file"), O_PATH | O_CLOEXEC);
    tell("read by a path descriptor", openat(folder, "file", O_RDONLY | O_CLOEXEC));
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    try_open("read by /proc/self/fd", path, O_RDONLY);
    tell("enter the folder", fchdir(folder));
    try_open("read where it is", "file", O_RDONLY);
    try_open("write where it is", "file", O_WRONLY);
    tell("go back", fchdir(home));
    close(home);
    close(file);
    close(folder);
}

static void writing(void)
{
    try_open("write", in_folder("file"), O_WRONLY);
    try_open("append", in_folder("file"), O_WRONLY | O_APPEND);
    try_open("truncate at opening", in_folder("file"), O_RDONLY | O_TRUNC);
    tell("truncate", truncate(in_folder("file"), 0));
    try_open("make a file", in_folder("new"), O_WRONLY | O_CREAT);
    try_open("make a file exclusively", in_folder("new"), O_WRONLY | O_CREAT | O_EXCL);
    try_open("make a nameless file", g_folder, O_WRONLY | O_TMPFILE);
    tell("make a folder", mkdir(in_folder("new"), 0700));
    tell("make a link", symlink("file", in_folder("new")));
    tell("make another name", link(in_folder("file"), in_folder("new")));
    tell("make a pipe", mkfifo(in_folder("new"), 0600));
    tell("make a device", mknod(in_folder("new"), S_IFCHR | 0600, makedev(1, 3)));
    tell("make a block device", mknod(in_folder("new"), S_IFBLK | 0600, makedev(7, 0)));
    try_server("make a server's socket", in_folder("new"));
    tell("remove a file", unlink(in_folder("file")));
    tell("remove a folder", rmdir(in_folder("folder")));
    tell("rename", rename(in_folder("file"), in_folder("new")));
    tell("move into the package", rename(in_folder("file"), "stolen"));
    tell("exchange", syscall(SYS_renameat2, AT_FDCWD, in_folder("file"), AT_FDCWD,
                             in_folder("folder"), 2 /* RENAME_EXCHANGE */));
}

static void executing(void)
{
    const int file = open(in_folder("program"), O_PATH | O_CLOEXEC);
    try_execute("execute", in_folder("program"), -1);
    try_execute("execute by a path descriptor", "", file);
    try_execute("execute a shell", "/bin/sh", -1);
    close(file);
}

static void package(void)
{
    try_open("package: write", "app_manifest.json", O_WRONLY);
    try_open("package: make a file", "new", O_WRONLY | O_CREAT);
    try_open("package: truncate", "app_manifest.json", O_RDONLY | O_TRUNC);
    tell("package: remove", unlink("app_manifest.json"));
    tell("package: rename", rename("app_manifest.json", "new"));
    tell("package: make a folder", mkdir("new", 0700));
    tell("package: make a link", symlink("app_manifest.json", "new"));
    tell("package: another name", link("app_manifest.json", "new"));
}

static void processes(int other)
{
    static const char* const files[] = {"environ", "maps", "mem", "status", "root/etc/passwd"};
    char path[64];
    char probe[96];
    for (size_t i = 0; i < sizeof files / sizeof files[0]; ++i) {
        snprintf(path, sizeof path, "/proc/%d/%s", other, files[i]);
        snprintf(probe, sizeof probe, "another process's %s", files[i]);
        try_open(probe, path, O_RDONLY);
    }
    snprintf(path, sizeof path, "/proc/%d/fd", other);
    tell("another process's fd", open(path, O_RDONLY | O_DIRECTORY));
    snprintf(path, sizeof path, "/proc/%d/oom_score_adj", other);
    try_open("another process's oom_score_adj, write", path, O_WRONLY);
    tell("trace another process", ptrace(PTRACE_SEIZE, other, NULL, NULL));
}

/* Root in a namespace of its own may mount, and the rules go with it. */
static void rearranging(void)
{
    const int is_alone = unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0;
    tell("mount", mount(g_folder, "bin", NULL, MS_BIND, NULL));
    tell("mount a file system", mount("none", "bin", "tmpfs", 0, NULL));
    if (is_alone && chroot(g_folder) == 0)
        try_open("read as of another root", "/file", O_RDONLY);
}

static void outside(int other)
{
    static const char* const folders[] = {"/",    "/home", "/root", "/tmp",     "/var", "/etc",
                                          "/usr", "/dev",  "/sys",  "/usr/bin", "/proc"};
    static const char* const files[] = {
        "/etc/passwd",     "/etc/shadow",
        "/etc/machine-id", "/proc/1/environ",
        "/proc/uptime",    "/proc/kallsyms",
        "/proc/cpuinfo",   "/sys/kernel/mm/transparent_hugepage/enabled"};
    static const char* const devices[] = {"/dev/mem",       "/dev/kmsg",  "/dev/tty",
                                          "/dev/ptmx",      "/dev/full",  "/dev/fuse",
                                          "/dev/i2c-0",     "/dev/ttyS0", "/dev/spidev0.0",
                                          "/dev/gpiochip0", "/dev/vda",   "/dev/net/tun"};
    reading();
    writing();
    executing();
    package();
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; ++i)
        try_list(folders[i]);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; ++i)
        try_read(files[i]);
    for (size_t i = 0; i < sizeof devices / sizeof devices[0]; ++i)
        try_read(devices[i]);
    try_write("/dev/full");
    try_write("/dev/tty");
    try_write("/proc/sys/kernel/core_pattern");
    try_write("/proc/self/oom_score_adj");
    try_open("shared memory", "/dev/shm/perisphere-probe", O_RDWR | O_CREAT);
    processes(other);
    rearranging();
}

static void* as_thread(void* unused)
{
    (void)unused;
    try_open("the thread's own facts", "/proc/thread-self/stat", O_RDONLY);
    return NULL;
}

static void inside(void)
{
    static const char* const files[] = {"app_manifest.json", "/proc/self/maps", "/dev/null",
                                        "/dev/zero",         "/dev/urandom",    "/dev/random",
                                        "/proc/self/status"};
    pthread_t thread;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; ++i)
        try_read(files[i]);
    try_write("/dev/null");
    try_list(".");
    try_list("bin");
    try_list("/proc/self/fd");
    try_list("/proc/self/task");
    try_list("/usr/lib");
    if (access("/etc/ssl/certs", F_OK) == 0)
        try_list("/etc/ssl/certs");
    try_execute("execute what is in the package", "bin/nothing", -1);
    pthread_create(&thread, NULL, as_thread, NULL);
    pthread_join(thread, NULL);
}

/* What rules of files do not ask about: docs/device/applications.md. */
static void unasked(void)
{
    struct stat status;
    tell("stat", stat(in_folder("file"), &status));
    tell("access", access(in_folder("file"), R_OK));
}

static void allowed(void)
{
    try_open("make", in_folder("new"), O_RDWR | O_CREAT);
    try_open("read", in_folder("file"), O_RDONLY);
    tell("list", open(in_folder("folder"), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    tell("truncate", truncate(in_folder("new"), 3));
    tell("rename", rename(in_folder("new"), in_folder("folder/renamed")));
    tell("remove", unlink(in_folder("folder/renamed")));
    tell("make a folder", mkdir(in_folder("made"), 0700));
    try_execute("execute", in_folder("program"), -1);
}

int main(int argc, char** argv)
{
    if (argc < 4)
        return 2;
    g_folder = argv[2];
    if (strcmp(argv[1], "outside") == 0)
        outside(atoi(argv[3]));
    else if (strcmp(argv[1], "inside") == 0)
        inside();
    else if (strcmp(argv[1], "unasked") == 0)
        unasked();
    else
        allowed();
    return probe_library();
}
