// Descriptors, pipes and what becomes of them.

#include "common.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>

static void duplicates(void)
{
    int ends[2];
    TELL(pipe(ends));
    TELL(dup2(ends[0], 50));
    TELL(dup2(50, 50));
    TELL(dup2(-1, 51));
    TELL(dup2(51, 51));
    TELL(dup3(ends[0], 52, O_CLOEXEC));
    TELL(fcntl(52, F_GETFD));
    TELL(dup3(52, 52, 0));
    TELL(syscall(SYS_dup3, ends[0], 53, O_APPEND));
    TELL(fcntl(ends[0], F_DUPFD, 60));
    TELL(fcntl(ends[0], F_DUPFD_CLOEXEC, 60));
    TELL(fcntl(61, F_GETFD));
    TELL(fcntl(61, F_SETFD, 0));
    TELL(fcntl(61, F_GETFD));
    TELL(fcntl(ends[0], F_DUPFD, -1));
    TELL(fcntl(-1, F_GETFD));
    TELL(fcntl(ends[0], 9999, 0));
    TELL(dup(-1));
    QEMU_IS_WRONG("it knows no close_range", TELL(syscall(SYS_close_range, 50, 61, 0)));
    QEMU_IS_WRONG("see above", TELL(fcntl(61, F_GETFD)));
    QEMU_IS_WRONG("see above", TELL(syscall(SYS_close_range, 61, 50, 0)));
    QEMU_IS_WRONG("see above", TELL(syscall(SYS_close_range, 1000, ~0U, 0)));
    for (int fd = 50; fd < 62; ++fd)
        close(fd);
    close(ends[0]);
    close(ends[1]);
}

static void onPipe(int number)
{
    (void)number;
}

static void* readAll(void* argument)
{
    static char text[4096];
    const int fd = *(int*)argument;
    static long total;
    for (ssize_t bytes = read(fd, text, sizeof text); bytes > 0;
         bytes = read(fd, text, sizeof text))
        total += bytes;
    return &total;
}

static void pipes(void)
{
    int ends[2];
    char text[64] = "";
    TELL(pipe2(ends, O_NONBLOCK | O_CLOEXEC));
    TELL(read(ends[0], text, sizeof text));
    TELL(read(ends[1], text, sizeof text));
    TELL(write(ends[0], "x", 1));
    TELL(write(ends[1], "text", 4));
    int waiting = -1;
    TELL(ioctl(ends[0], FIONREAD, &waiting));
    TELL(waiting);
    TELL(read(ends[0], text, 2));
    TELL(read(ends[0], text, sizeof text));
    TELL(lseek(ends[0], 0, SEEK_SET));
    TELL(pread(ends[0], text, 1, 0));
    TELL(ftruncate(ends[0], 0));
    TELL(fcntl(ends[1], F_SETPIPE_SZ, 4096));
    TELL(fcntl(ends[1], F_GETPIPE_SZ));
    static char block[8192];
    TELL(write(ends[1], block, sizeof block));
    TELL(write(ends[1], block, sizeof block));
    close(ends[1]);
    TELL(read(ends[0], block, sizeof block));
    TELL(read(ends[0], block, sizeof block));
    close(ends[0]);
    TELL(pipe2(ends, 77777));
    TELL(pipe(NOWHERE));

    // Far more than a pipe holds: the writer waits for the reader, which is another thread.
    NEED(pipe(ends) == 0);
    pthread_t reader;
    NEED(pthread_create(&reader, NULL, readAll, ends) == 0);
    static char much[1000000];
    TELL(write(ends[1], much, sizeof much));
    close(ends[1]);
    void* total = NULL;
    pthread_join(reader, &total);
    TELL(*(long*)total);
    close(ends[0]);

    // Nobody reads any more.
    NEED(pipe(ends) == 0);
    close(ends[0]);
    signal(SIGPIPE, SIG_IGN);
    TELL(write(ends[1], "x", 1));
    signal(SIGPIPE, onPipe);
    TELL(write(ends[1], "x", 1));
    signal(SIGPIPE, SIG_DFL);
    const pid_t child = fork();
    if (child == 0) {
        write(ends[1], "x", 1);
        _exit(0);
    }
    int status = 0;
    TELL(waitpid(child, &status, 0) == child);
    TELL(WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE);
    close(ends[1]);
}

static void others(void)
{
    uint64_t value = 5;
    const int counter = eventfd(3, EFD_NONBLOCK);
    TELL(write(counter, &value, sizeof value));
    TELL(read(counter, &value, sizeof value));
    TELL(value);
    TELL(read(counter, &value, sizeof value));
    TELL(read(counter, &value, 4));
    value = ~0ULL;
    TELL(write(counter, &value, sizeof value));
    close(counter);
    const int semaphore = eventfd(2, EFD_SEMAPHORE | EFD_NONBLOCK);
    TELL(read(semaphore, &value, sizeof value));
    TELL(value);
    close(semaphore);
    TELL(eventfd(0, 12345));
    const int memory = syscall(SYS_memfd_create, "memory", 3);
    TELL(ftruncate(memory, 4096));
    TELL(fcntl(memory, 1033, 0x0002 | 0x0004)); // F_ADD_SEALS
    TELL(fcntl(memory, 1034));
    TELL(ftruncate(memory, 0));
    close(memory);
    const int watch = inotify_init1(IN_NONBLOCK);
    TELL_SUCCESS(watch);
    mkdir("watched", 0700);
    TELL(inotify_add_watch(watch, "watched", IN_CREATE | IN_DELETE));
    TELL(inotify_add_watch(watch, "missing", IN_CREATE));
    close(open("watched/file", O_CREAT | O_WRONLY, 0600));
    char events[256];
    const ssize_t bytes = read(watch, events, sizeof events);
    TELL(bytes);
    const struct inotify_event* const event = (const struct inotify_event*)events;
    TELL(event->mask);
    TELL_TEXT(event->name);
    TELL(inotify_rm_watch(watch, 99));
    close(watch);
    struct termios settings;
    int ends[2];
    NEED(pipe(ends) == 0);
    TELL(ioctl(ends[0], TCGETS, &settings));
    QEMU_IS_WRONG("it answers ENOSYS", TELL(ioctl(ends[0], 0x12345678, &settings)));
    TELL(ioctl(-1, TCGETS, &settings));
    TELL(isatty(ends[0]));
    int on = 1;
    TELL(ioctl(ends[0], FIONBIO, &on));
    TELL((fcntl(ends[0], F_GETFL) & O_NONBLOCK) != 0);
    TELL(ioctl(ends[0], FIOCLEX));
    TELL(fcntl(ends[0], F_GETFD));
    TELL(ioctl(ends[0], FIONREAD, NOWHERE));
    // A terminal.
    int terminal = -1;
    TELL_SUCCESS(terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY));
    int number = -1;
    int unlocked = 0;
    TELL(ioctl(terminal, TIOCGPTN, &number));
    TELL(ioctl(terminal, TIOCSPTLCK, &unlocked));
    char name[32];
    snprintf(name, sizeof name, "/dev/pts/%d", number);
    int other = -1;
    TELL_SUCCESS(other = open(name, O_RDWR | O_NOCTTY));
    TELL(tcgetattr(other, &settings));
    settings.c_lflag &= ~(ICANON | ECHO);
    TELL(tcsetattr(other, TCSANOW, &settings));
    TELL(write(terminal, "key", 3));
    char keys[8] = "";
    TELL(read(other, keys, sizeof keys));
    TELL_TEXT(keys);
    struct winsize size = {.ws_row = 25, .ws_col = 80};
    TELL(ioctl(terminal, TIOCSWINSZ, &size));
    size.ws_row = 0;
    TELL(ioctl(other, TIOCGWINSZ, &size));
    TELL(size.ws_row);
    TELL(tcflush(other, TCIOFLUSH));
}

void descriptors(void)
{
    duplicates();
    pipes();
    others();
}
