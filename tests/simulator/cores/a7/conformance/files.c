// Files by name and what they hold.

#include "common.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/xattr.h>
#include <time.h>

static void opening(void)
{
    int fd = -1;
    TELL(open("missing", O_RDONLY));
    TELL_SUCCESS(fd = open("file", O_CREAT | O_EXCL | O_RDWR, 0640));
    TELL(open("file", O_CREAT | O_EXCL | O_RDWR, 0640));
    TELL(open("file/below", O_RDONLY));
    TELL(open("file", O_RDONLY | O_DIRECTORY));
    TELL(open(".", O_WRONLY));
    TELL(open(NOWHERE, O_RDONLY));
    TELL(open("", O_RDONLY));
    TELL(fcntl(fd, F_GETFL) & O_ACCMODE);
    TELL(fcntl(fd, F_GETFL) & O_APPEND);
    TELL(fcntl(fd, F_SETFL, O_APPEND));
    TELL((fcntl(fd, F_GETFL) & O_APPEND) != 0);
    TELL(write(fd, "0123456789", 10));
    TELL(lseek(fd, 0, SEEK_SET));
    TELL(write(fd, "end", 3));
    TELL(lseek(fd, 0, SEEK_CUR));
    TELL(lseek(fd, -1, SEEK_SET));
    TELL(lseek(fd, 0, 77));
    TELL(lseek64(fd, 5000000000LL, SEEK_SET));
    TELL(lseek64(fd, -1, SEEK_CUR));
    TELL(close(fd));
    TELL(close(fd));
    TELL(read(fd, &fd, 1));
    const int folder = open(".", O_RDONLY | O_DIRECTORY);
    TELL_SUCCESS(fd = openat(folder, "file", O_WRONLY | O_TRUNC | O_CLOEXEC));
    TELL(fcntl(fd, F_GETFD));
    TELL(read(fd, &fd, 1));
    close(fd);
    TELL(openat(-5, "file", O_RDONLY));
    TELL_SUCCESS(fd = open(".", O_TMPFILE | O_RDWR, 0600));
    TELL(write(fd, "x", 1));
    close(fd);
    TELL_SUCCESS(fd = open("file", O_PATH));
    TELL(read(fd, &fd, 1));
    close(fd);
    char name[300];
    memset(name, 'n', sizeof name);
    name[sizeof name - 1] = 0;
    TELL(open(name, O_RDONLY));
    TELL_SUCCESS(fd = creat("created", 0600));
    close(fd);
    close(folder);
}

static void describe(const char* name, const struct stat* status)
{
    printf("%s: type %o mode %o links %d size %lld\n", name, status->st_mode & S_IFMT,
           status->st_mode & 07777, (int)status->st_nlink,
           (long long)(S_ISDIR(status->st_mode) ? 0 : status->st_size));
}

static void properties(void)
{
    struct stat status;
    umask(022);
    const int fd = open("properties", O_CREAT | O_RDWR, 0666);
    NEED(write(fd, "12345", 5) == 5);
    TELL(fstat(fd, &status));
    describe("fstat", &status);
    TELL(stat("missing", &status));
    TELL(stat("properties", &status));
    describe("stat", &status);
    TELL(symlink("properties", "link"));
    TELL(symlink("properties", "link"));
    TELL(lstat("link", &status));
    printf("lstat: %d %lld\n", S_ISLNK(status.st_mode), (long long)status.st_size);
    char target[32] = "";
    TELL(readlink("link", target, sizeof target));
    TELL_TEXT(target);
    TELL(readlink("properties", target, sizeof target));
    TELL(readlink("link", target, 4));
    TELL(readlinkat(AT_FDCWD, "link", target, sizeof target));
    TELL(fstatat(AT_FDCWD, "link", &status, AT_SYMLINK_NOFOLLOW));
    TELL(S_ISLNK(status.st_mode) != 0);
    TELL(fstatat(fd, "", &status, AT_EMPTY_PATH));
    TELL(fstatat(AT_FDCWD, "link", &status, 1 << 30));
    TELL(fstat(-1, &status));
    // statx, without the structure that not all libraries have: the mode at 28, the size at 40.
    enum { kMode = 2, kSize = 0x200 };
    TELL(syscall(SYS_statx, AT_FDCWD, "properties", 0, kSize, NOWHERE));
    unsigned char extended[256] = {0};
    uint64_t size = 0;
    uint16_t mode = 0;
    TELL(syscall(SYS_statx, AT_FDCWD, "properties", 0, kSize | kMode, extended));
    memcpy(&size, extended + 40, sizeof size);
    memcpy(&mode, extended + 28, sizeof mode);
    TELL(size);
    TELL(mode);
    TELL(chmod("properties", 0604));
    TELL(stat("properties", &status));
    describe("chmod", &status);
    TELL(fchmod(fd, 04755));
    TELL(fstat(fd, &status));
    describe("fchmod", &status);
    TELL(fchmodat(AT_FDCWD, "properties", 0600, 0));
    TELL(chmod("missing", 0600));
    TELL(chown("properties", -1, -1));
    TELL(fchown(fd, getuid(), getgid()));
    TELL(lchown("link", -1, -1));
    TELL(fchownat(AT_FDCWD, "link", -1, -1, AT_SYMLINK_NOFOLLOW));
    TELL(access("properties", R_OK | W_OK));
    TELL(access("missing", F_OK));
    TELL(access("properties", 99));
    TELL(faccessat(AT_FDCWD, "properties", R_OK, 0));
    const struct timespec times[2] = {{.tv_sec = 1000000000, .tv_nsec = 123456789},
                                      {.tv_sec = 1500000000}};
    TELL(utimensat(AT_FDCWD, "properties", times, 0));
    TELL(stat("properties", &status));
    TELL(status.st_atim.tv_sec);
    TELL(status.st_atim.tv_nsec);
    TELL(status.st_mtim.tv_sec);
    const struct timespec omitted[2] = {{.tv_nsec = UTIME_OMIT}, {.tv_sec = 1600000000}};
    TELL(futimens(fd, omitted));
    TELL(fstat(fd, &status));
    TELL(status.st_atim.tv_sec);
    TELL(status.st_mtim.tv_sec);
    const struct timespec wrong[2] = {{.tv_nsec = 1000000000}, {0}};
    TELL(utimensat(AT_FDCWD, "properties", wrong, 0));
    TELL(utimensat(AT_FDCWD, "missing", NULL, 0));
    struct statfs system;
    TELL(statfs(".", &system));
    TELL(system.f_namelen);
    TELL(fstatfs(fd, &system));
    TELL(system.f_bsize > 0 && system.f_blocks > 0);
    TELL(statfs("missing", &system));
    TELL(statfs("/proc", &system));
    TELL(system.f_type == 0x9fa0);
    TELL(getxattr("missing", "user.x", target, sizeof target));
    close(fd);
}

static void names(void)
{
    char text[4096];
    TELL(mkdir("folder", 0755));
    TELL(mkdir("folder", 0755));
    TELL(mkdirat(AT_FDCWD, "folder/inner", 0700));
    TELL(rmdir("folder"));
    TELL(chdir("folder"));
    TELL(strcmp(strrchr(getcwd(text, sizeof text), '/'), "/folder"));
    TELL(getcwd(text, 2) == NULL && errno == ERANGE);
    TELL(chdir("missing"));
    TELL(chdir(".."));
    int fd = open("folder", O_RDONLY);
    TELL(fchdir(fd));
    TELL(chdir(".."));
    TELL(mknodat(fd, "fifo", S_IFIFO | 0600, 0));
    close(fd);
    TELL(unlink("folder"));
    TELL(mkfifo("folder/fifo", 0600));
    fd = creat("folder/a", 0600);
    close(fd);
    TELL(link("folder/a", "folder/b"));
    TELL(link("folder/a", "folder/b"));
    TELL(linkat(AT_FDCWD, "folder/a", AT_FDCWD, "folder/c", 0));
    struct stat status;
    TELL(stat("folder/a", &status));
    TELL(status.st_nlink);
    TELL(rename("folder/b", "folder/d"));
    TELL(rename("folder/missing", "folder/d"));
    TELL(renameat(AT_FDCWD, "folder/d", AT_FDCWD, "folder/e"));
    TELL(syscall(SYS_renameat2, AT_FDCWD, "folder/e", AT_FDCWD, "folder/c", 1));
    TELL(symlinkat("loop", AT_FDCWD, "loop"));
    TELL(open("loop", O_RDONLY));
    TELL(open("loop", O_RDONLY | O_NOFOLLOW));
    TELL(truncate("folder/a", 100));
    TELL(truncate("folder/a", -1));
    TELL(truncate("folder", 1));
    TELL(unlinkat(AT_FDCWD, "folder/inner", 0));
    TELL(unlinkat(AT_FDCWD, "folder/inner", AT_REMOVEDIR));
    TELL(unlink("folder/missing"));
    // What is in a folder, by the library's reader.
    DIR* const folder = opendir("folder");
    int seen = 0;
    for (struct dirent* entry = readdir(folder); entry != NULL; entry = readdir(folder))
        seen += strcmp(entry->d_name, "a") == 0   ? 1
                : strcmp(entry->d_name, "c") == 0 ? 10
                : strcmp(entry->d_name, "e") == 0 ? 100
                : entry->d_type == DT_FIFO        ? 1000
                : entry->d_type == DT_DIR         ? 10000
                                                  : 100000;
    closedir(folder);
    printf("entries: %d\n", seen);
    fd = open("file", O_RDONLY);
    TELL(syscall(SYS_getdents64, fd, text, sizeof text));
    close(fd);
    TELL(umask(077));
    TELL(umask(022));
}

static void contents(void)
{
    char text[64] = "";
    const int fd = open("contents", O_CREAT | O_RDWR, 0600);
    TELL(pwrite(fd, "0123456789", 10, 0));
    TELL(pread(fd, text, 4, 6));
    TELL_TEXT(text);
    TELL(pread(fd, text, 4, -1));
    TELL(pread(fd, NOWHERE, 4, 0));
    TELL(write(fd, NOWHERE, 4));
    TELL(write(fd, NULL, 0));
    struct iovec two[2] = {{"ab", 2}, {"cde", 3}};
    TELL(writev(fd, two, 2));
    TELL(writev(fd, two, -1));
    TELL(writev(fd, two, 0));
    struct iovec wrong[2] = {{"ab", 2}, {NOWHERE, 3}};
    TELL(writev(fd, wrong + 1, 1));
    TELL(pwritev(fd, two, 2, 20));
    char first[3] = "";
    char second[6] = "";
    struct iovec places[2] = {{first, 2}, {second, 5}};
    TELL(preadv(fd, places, 2, 0));
    TELL_TEXT(first);
    TELL_TEXT(second);
    TELL(lseek(fd, 0, SEEK_SET));
    TELL(readv(fd, places, 2));
    TELL_TEXT(second);
    TELL(ftruncate(fd, 5));
    TELL(lseek(fd, 0, SEEK_END));
    TELL(ftruncate(fd, -1));
    TELL(ftruncate64(fd, 3000000000LL));
    TELL(lseek64(fd, 0, SEEK_END));
    TELL(pwrite64(fd, "far", 3, 2999999990LL));
    memset(text, 0, sizeof text);
    TELL(pread64(fd, text, 3, 2999999990LL));
    TELL_TEXT(text);
    TELL(fallocate(fd, 0, 0, 100));
    TELL(fallocate(fd, 0, -1, 100));
    TELL(posix_fadvise(fd, 0, 100, POSIX_FADV_SEQUENTIAL));
    TELL(posix_fadvise(fd, 0, 100, 99));
    TELL(fsync(fd));
    TELL(fdatasync(fd));
    TELL(fsync(-1));
    TELL(sync_file_range(fd, 0, 100, SYNC_FILE_RANGE_WRITE));
    TELL(readahead(fd, 0, 100));
    TELL(syncfs(fd));
    const int other = open("other", O_CREAT | O_RDWR, 0600);
    off_t offset = 1;
    NEED(ftruncate(fd, 10) == 0);
    TELL(sendfile(other, fd, &offset, 4));
    TELL(offset);
    TELL(sendfile(other, fd, NULL, 1));
    TELL(lseek(other, 0, SEEK_END));
    loff_t from = 2;
    TELL(copy_file_range(fd, &from, other, NULL, 3, 0));
    TELL(from);
    int ends[2];
    NEED(pipe(ends) == 0);
    from = 0;
    TELL(splice(fd, &from, ends[1], NULL, 5, 0));
    TELL(from);
    TELL(read(ends[0], text, sizeof text));
    close(other);
    // Locks: of whole files, and of ranges in both forms.
    TELL(flock(fd, LOCK_EX | LOCK_NB));
    const int again = open("contents", O_RDWR);
    TELL(flock(again, LOCK_EX | LOCK_NB));
    TELL(flock(fd, LOCK_UN));
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 2, .l_len = 5};
    TELL(fcntl(fd, F_SETLK, &lock));
    TELL(fcntl(fd, F_GETLK, &lock));
    TELL(lock.l_type == F_UNLCK);
    struct flock open1 = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 20, .l_len = 5};
    TELL(fcntl(fd, F_OFD_SETLK, &open1));
    TELL(fcntl(again, F_OFD_SETLK, &open1));
    TELL(fcntl(again, F_OFD_GETLK, &open1));
    TELL(open1.l_start);
    lock.l_type = 77;
    TELL(fcntl(fd, F_SETLK, &lock));
    TELL(fcntl(fd, F_SETLK, NOWHERE));
    close(again);
    close(fd);
    TELL(syscall(SYS_sync));
}

static void process(void)
{
    char text[4096] = "";
    int fd = -1;
    TELL_SUCCESS(fd = open("/proc/self/comm", O_RDONLY));
    TELL(read(fd, text, sizeof text) > 0);
    close(fd);
    TELL_SUCCESS(fd = open("/proc/self/maps", O_RDONLY));
    const ssize_t bytes = read(fd, text, sizeof text - 1);
    TELL(bytes > 0);
    unsigned long begin = 0;
    unsigned long end = 0;
    TELL(sscanf(text, "%lx-%lx", &begin, &end));
    TELL(begin < end);
    TELL((begin >> 16 >> 16 >> 16) == 0);
    close(fd);
    TELL_SUCCESS(fd = open("/proc/self/cmdline", O_RDONLY));
    memset(text, 0, sizeof text);
    TELL(read(fd, text, sizeof text) > 6);
    TELL_TEXT(text + strlen(text) + 1);
    close(fd);
    TELL_SUCCESS(fd = open("/proc/self/status", O_RDONLY));
    close(fd);
    TELL_SUCCESS(fd = open("/proc/self/auxv", O_RDONLY));
    unsigned long first = 0;
    TELL(read(fd, &first, sizeof first) == sizeof first);
    TELL(first != 0 && first < 100);
    close(fd);
    TELL(readlink("/proc/self/exe", text, sizeof text) > 1);
    TELL(text[0] == '/');
    TELL_SUCCESS(fd = open("/proc/self/exe", O_RDONLY));
    TELL(read(fd, text, 4));
    TELL(memcmp(text, "\177ELF", 4));
    close(fd);
    const int file = open("file", O_RDONLY);
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    memset(text, 0, sizeof text);
    TELL(readlink(link, text, sizeof text) > 4);
    TELL_TEXT(strrchr(text, '/'));
    TELL_SUCCESS(fd = open(link, O_RDONLY));
    close(fd);
    close(file);
}

void files(void)
{
    opening();
    properties();
    names();
    contents();
    process();
}
