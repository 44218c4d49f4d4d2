/* Files, devices, and changes of either. */
#define _GNU_SOURCE
#include "probes.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

static char own[256]; /* the program, as the app sees it */

static const char* program(void)
{
    if (own[0] == '\0') {
        const ssize_t size = readlink("/proc/self/exe", own, sizeof own - 1);
        own[size < 0 ? 0 : size] = '\0';
    }
    return own;
}

static int reads(const char* path)
{
    return TRY(open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY));
}
static int writes(const char* path)
{
    return TRY(open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY));
}
static int makes(const char* path)
{
    return TRY(open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
}

static int passwords(void)
{
    return reads("/etc/shadow");
}
static int hostSecret(void)
{
    return reads(getenv("PROBE_SECRET"));
}
static int aboveRoot(void)
{
    return reads("../../../../../../../../etc/shadow");
}
static int aboveProcRoot(void)
{
    return reads("/proc/self/root/../etc/shadow");
}
static int homes(void)
{
    return reads("/home");
}
static int otherApps(void)
{
    return reads("/mnt/apps/99999999-2222-3333-4444-555555555555/bin/app");
}
static int kernelSettings(void)
{
    return reads("/sys");
}
static int devMem(void)
{
    return reads("/dev/mem");
}
static int devKmsg(void)
{
    return writes("/dev/kmsg");
}
static int devDisk(void)
{
    return reads("/dev/vda");
}
static int devTty(void)
{
    return reads("/dev/tty");
}
static int devPtmx(void)
{
    return reads("/dev/ptmx");
}
static int devFuse(void)
{
    return writes("/dev/fuse");
}
static int devKvm(void)
{
    return writes("/dev/kvm");
}
static int devTun(void)
{
    return writes("/dev/net/tun");
}
static int devGpio(void)
{
    return writes("/dev/gpiochip0");
}
static int devI2c(void)
{
    return writes("/dev/i2c-0");
}
static int devTpm(void)
{
    return writes("/dev/tpmrm0");
}
static int makeInRoot(void)
{
    return makes("/made");
}
static int makeInImage(void)
{
    return makes("made");
}
static int makeInDev(void)
{
    return makes("/dev/made");
}
static int makeInEtc(void)
{
    return makes("/etc/ld.so.preload");
}
static int makeUnnamed(void)
{
    return TRY(open("/", O_WRONLY | O_TMPFILE | O_CLOEXEC, 0600));
}
static int changeProgram(void)
{
    return writes(program());
}
static int changeLibrary(void)
{
    return writes("/etc/resolv.conf");
}
/* The one that everybody may write to elsewhere. */
static int writeToRandom(void)
{
    return writes("/dev/urandom");
}
static int truncateFile(void)
{
    return TRY(truncate("/etc/hosts", 0));
}
static int makeDevice(void)
{
    return TRY(mknod("/mem", S_IFCHR | 0600, makedev(1, 1)));
}
static int makeFolder(void)
{
    return TRY(mkdir("/folder", 0755));
}
static int removeProgram(void)
{
    return TRY(unlink(program()));
}
static int renameProgram(void)
{
    return TRY(rename(program(), "/bin-app"));
}
static int linkProgram(void)
{
    return TRY(link(program(), "/linked"));
}
static int makeSymbolicLink(void)
{
    return TRY(symlink("/", "/symbolic"));
}
static int makeSetuid(void)
{
    return TRY(chmod(program(), 06755));
}
static int giveToRoot(void)
{
    return TRY(chown(program(), 0, 0));
}
static int giveCapabilities(void)
{
    static const unsigned char all[20] = {1, 0, 0, 2, 255, 255, 255, 255, 255, 255, 255, 255};
    return TRY(setxattr(program(), "security.capability", all, sizeof all, 0));
}
static int changeTimes(void)
{
    return TRY(utimensat(AT_FDCWD, program(), NULL, 0));
}
static int fileHandle(void)
{
    char handle[sizeof(struct file_handle) + 128];
    struct file_handle* const head = (struct file_handle*)handle;
    memset(handle, 0, sizeof handle);
    head->handle_bytes = 128;
    int mount = 0;
    return TRY(name_to_handle_at(AT_FDCWD, "/", head, &mount, 0));
}
static int openByHandle(void)
{
    char handle[sizeof(struct file_handle) + 8] = {0};
    ((struct file_handle*)handle)->handle_bytes = 8;
    ((struct file_handle*)handle)->handle_type = 1;
    const int root = open("/", O_RDONLY | O_CLOEXEC);
    return TRY(open_by_handle_at(root, (struct file_handle*)handle, O_RDONLY));
}
static int shell(void)
{
    execl("/bin/sh", "sh", "-c", "true", (char*)NULL);
    return errno;
}
static int memoryProgram(void)
{
    const int file = (int)syscall(SYS_memfd_create, "program", 0);
    if (file < 0)
        return errno;
    const int from = open(program(), O_RDONLY | O_CLOEXEC);
    char bytes[65536];
    for (ssize_t size; (size = read(from, bytes, sizeof bytes)) > 0;)
        if (write(file, bytes, (size_t)size) != size)
            return errno;
    if (pwrite(file, "", 1, 1 << 17) != 1) /* of a program of some size */
        return errno;
    char* const arguments[] = {(char*)"program", (char*)"none", NULL};
    char* const environment[] = {NULL};
    syscall(SYS_execveat, file, "", arguments, environment, AT_EMPTY_PATH);
    return errno;
}
/* The kernel writes there past a page's protection. */
static int ownMemoryFile(void)
{
    return writes("/proc/self/mem");
}
static int firstProcessRoot(void)
{
    return reads("/proc/1/root");
}
static int firstProcessMemory(void)
{
    return reads("/proc/1/mem");
}
static int hostProcesses(void)
{
    return reads("/proc/2/status");
}
static int corePattern(void)
{
    return writes("/proc/sys/kernel/core_pattern");
}
static int sysrq(void)
{
    return writes("/proc/sysrq-trigger");
}
static int kernelImage(void)
{
    return reads("/proc/kcore");
}
static int kernelSymbols(void)
{
    return reads("/proc/kallsyms");
}
static int oomScore(void)
{
    const int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    return file < 0 ? errno : TRY(write(file, "-1000", 5));
}

const struct Probe fileProbes[] = {
    {"read-passwords", passwords},
    {"read-host-secret", hostSecret},
    {"read-above-root", aboveRoot},
    {"read-above-proc-root", aboveProcRoot},
    {"list-homes", homes},
    {"read-other-app", otherApps},
    {"list-sys", kernelSettings},
    {"dev-mem", devMem},
    {"dev-kmsg", devKmsg},
    {"dev-disk", devDisk},
    {"dev-tty", devTty},
    {"dev-ptmx", devPtmx},
    {"dev-fuse", devFuse},
    {"dev-kvm", devKvm},
    {"dev-tun", devTun},
    {"dev-gpiochip", devGpio},
    {"dev-i2c", devI2c},
    {"dev-tpm", devTpm},
    {"make-in-root", makeInRoot},
    {"make-in-image", makeInImage},
    {"make-in-dev", makeInDev},
    {"make-in-etc", makeInEtc},
    {"make-unnamed", makeUnnamed},
    {"change-program", changeProgram},
    {"change-resolver", changeLibrary},
    {"write-to-random", writeToRandom},
    {"truncate-hosts", truncateFile},
    {"make-device", makeDevice},
    {"make-folder", makeFolder},
    {"remove-program", removeProgram},
    {"rename-program", renameProgram},
    {"link-program", linkProgram},
    {"make-symbolic-link", makeSymbolicLink},
    {"make-setuid", makeSetuid},
    {"give-to-root", giveToRoot},
    {"give-capabilities", giveCapabilities},
    {"change-times", changeTimes},
    {"file-handle", fileHandle},
    {"open-by-handle", openByHandle},
    {"execute-shell", shell},
    {"execute-memory", memoryProgram},
    {"own-memory-file", ownMemoryFile},
    {"first-process-root", firstProcessRoot},
    {"first-process-memory", firstProcessMemory},
    {"other-process-status", hostProcesses},
    {"core-pattern", corePattern},
    {"sysrq", sysrq},
    {"kernel-image", kernelImage},
    {"kernel-symbols", kernelSymbols},
    {"oom-score", oomScore},
    {NULL, NULL},
};
