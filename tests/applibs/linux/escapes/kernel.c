/* Parts of the kernel that no app needs: namespaces, mounts, modules, keys, clocks, programs for
 * the kernel. */
#define _GNU_SOURCE
#include "probes.h"

#include <fcntl.h>
#include <linux/keyctl.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int newUsers(void)
{
    return TRY(unshare(CLONE_NEWUSER));
}
static int newMounts(void)
{
    return TRY(unshare(CLONE_NEWNS));
}
static int newNetwork(void)
{
    return TRY(unshare(CLONE_NEWNET));
}
static int newGroups(void)
{
    return TRY(unshare(CLONE_NEWCGROUP));
}
static int cloneUsers(void)
{
    const long child = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, NULL, NULL, NULL, NULL);
    if (child == 0)
        _exit(0);
    return TRY(child);
}
static int clone3(void)
{
    unsigned long long arguments[8] = {CLONE_NEWUSER, 0, 0, 0, SIGCHLD};
    const long child = syscall(SYS_clone3, arguments, sizeof arguments);
    if (child == 0)
        _exit(0);
    return TRY(child);
}
static int enterNamespace(void)
{
    const int own = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
    return own < 0 ? errno : TRY(setns(own, 0));
}
static int mountMemory(void)
{
    return TRY(mount("none", "/etc", "tmpfs", 0, NULL));
}
static int mountProc(void)
{
    return TRY(mount("proc", "/etc", "proc", 0, NULL));
}
static int remount(void)
{
    return TRY(mount(NULL, "/", NULL, MS_REMOUNT | MS_BIND, NULL));
}
static int unmount(void)
{
    return TRY(umount2("/proc", MNT_DETACH));
}
static int pivotRoot(void)
{
    return TRY(syscall(SYS_pivot_root, ".", "."));
}
static int changeRoot(void)
{
    return TRY(chroot("/etc"));
}
static int openFileSystem(void)
{
    return TRY(syscall(SYS_fsopen, "tmpfs", 0));
}
static int openTree(void)
{
    return TRY(syscall(SYS_open_tree, AT_FDCWD, "/", 1));
}
static int moveMount(void)
{
    return TRY(syscall(SYS_move_mount, AT_FDCWD, "/proc", AT_FDCWD, "/etc", 0));
}
static int setMount(void)
{
    unsigned long long attributes[4] = {0, 1};
    return TRY(syscall(SYS_mount_setattr, AT_FDCWD, "/", 0, attributes, sizeof attributes));
}
static int swapOn(void)
{
    return TRY(syscall(SYS_swapon, "/etc/hosts", 0));
}
static int loadModule(void)
{
    return TRY(syscall(SYS_init_module, "", 0, ""));
}
static int loadModuleFile(void)
{
    return TRY(syscall(SYS_finit_module, 0, "", 0));
}
static int removeModule(void)
{
    return TRY(syscall(SYS_delete_module, "none", 0));
}
static int loadKernel(void)
{
    return TRY(syscall(SYS_kexec_load, 0, 0, NULL, 0));
}
static int restart(void)
{
    return TRY(syscall(SYS_reboot, 0xfee1dead, 672274793, 0, NULL));
} /* CAD off: harmless */
static int account(void)
{
    return TRY(acct("/etc/hosts"));
}
static int quota(void)
{
    return TRY(syscall(SYS_quotactl, 0x800003, NULL, 0, NULL));
}
static int readKernelLog(void)
{
    char text[64];
    return TRY(syscall(SYS_syslog, 3, text, sizeof text));
}
static int hangUp(void)
{
    return TRY(vhangup());
}
static int setHostName(void)
{
    return TRY(sethostname("other", 5));
}
static int setClock(void)
{
    const struct timespec now = {1, 0};
    return TRY(syscall(SYS_clock_settime, CLOCK_REALTIME, &now));
}
static int setTimeOfDay(void)
{
    const struct timezone zone = {1, 0};
    return TRY(syscall(SYS_settimeofday, NULL, &zone));
}
static int adjustClock(void)
{
    struct timex change;
    memset(&change, 0, sizeof change);
    change.modes = ADJ_TICK;
    change.tick = 10000;
    return TRY(syscall(SYS_adjtimex, &change));
}
static int bpf(void)
{
    unsigned int array[18] = {2, 4, 4, 1}; /* an array of one */
    return TRY(syscall(SYS_bpf, 0, array, sizeof array));
}
static int perfEvents(void)
{
    unsigned int attributes[32] = {1, 128};
    return TRY(syscall(SYS_perf_event_open, attributes, 0, -1, -1, 0));
}
static int userFaults(void)
{
    return TRY(syscall(SYS_userfaultfd, O_CLOEXEC | 1));
}
static int ring(void)
{
    unsigned int parameters[30] = {0};
    return TRY(syscall(SYS_io_uring_setup, 4, parameters));
}
static int joinKeyring(void)
{
    return TRY(syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, "other"));
}
static int addKey(void)
{
    return TRY(syscall(SYS_add_key, "user", "name", "value", 5, KEY_SPEC_PROCESS_KEYRING));
}
static int requestKey(void)
{
    return TRY(syscall(SYS_request_key, "user", "name", NULL, 0));
}
static int watchAllFiles(void)
{
    return TRY(syscall(SYS_fanotify_init, 0, 0));
}
static int watchFiles(void)
{
    return TRY(syscall(SYS_inotify_init1, 0));
}
static int hostSharedMemory(void)
{
    return TRY(syscall(SYS_shmget, atoi(getenv("PROBE_MEMORY")), 0, 0));
}
static int hostName(void)
{
    struct utsname names;
    uname(&names);
    return strcmp(names.nodename, getenv("PROBE_HOST_NAME")) == 0 ? 0 : ENOENT;
}
static int groupPath(void)
{
    char line[512];
    int error = ENOENT;
    FILE* const groups = fopen("/proc/self/cgroup", "re");
    while (groups && fgets(line, sizeof line, groups))
        if (!strstr(line, ":/\n"))
            error = 0;
    if (groups)
        fclose(groups);
    return error;
}
/* What they make is removed: it may be the host's. */
static int sharedMemory(void)
{
    const int made = (int)syscall(SYS_shmget, IPC_PRIVATE, 4096, 0600);
    return made < 0 ? errno : TRY(shmctl(made, IPC_RMID, NULL));
}
static int semaphores(void)
{
    const int made = (int)syscall(SYS_semget, IPC_PRIVATE, 1, 0600);
    return made < 0 ? errno : TRY(semctl(made, 0, IPC_RMID));
}
static int messageQueue(void)
{
    return TRY(syscall(SYS_mq_open, "queue", O_RDWR | O_CREAT, 0600, NULL));
}
static int secretMemory(void)
{
    return TRY(syscall(SYS_memfd_create, "secret", 0));
}
static int splicePages(void)
{
    int ends[2];
    char byte = 0;
    struct {
        void* base;
        size_t size;
    } piece = {&byte, 1};
    return pipe(ends) != 0 ? errno : TRY(syscall(SYS_vmsplice, ends[1], &piece, 1, 0));
}
static int ownFilter(void)
{
    const unsigned action = 0x7fff0000; /* is it known? */
    return TRY(syscall(SYS_seccomp, 2, 0, &action));
}
static int foreignCalls(void)
{
#ifdef __x86_64__
    return TRY(syscall(0x40000000 | 39)); /* getpid of the x32 kind */
#else
    return TRY(syscall(SYS_quotactl, 0x800003, NULL, 1, NULL));
#endif
}
static int unknownCall(void)
{
    return TRY(syscall(2000));
}

const struct Probe kernelProbes[] = {
    {"unshare-users", newUsers},
    {"unshare-mounts", newMounts},
    {"unshare-network", newNetwork},
    {"unshare-groups", newGroups},
    {"clone-users", cloneUsers},
    {"clone3-users", clone3},
    {"enter-namespace", enterNamespace},
    {"mount-memory", mountMemory},
    {"mount-proc", mountProc},
    {"remount-root", remount},
    {"unmount-proc", unmount},
    {"pivot-root", pivotRoot},
    {"change-root", changeRoot},
    {"open-file-system", openFileSystem},
    {"open-tree", openTree},
    {"move-mount", moveMount},
    {"set-mount", setMount},
    {"swap-on", swapOn},
    {"load-module", loadModule},
    {"load-module-file", loadModuleFile},
    {"remove-module", removeModule},
    {"load-kernel", loadKernel},
    {"restart", restart},
    {"account", account},
    {"quota", quota},
    {"kernel-log", readKernelLog},
    {"hang-up", hangUp},
    {"set-host-name", setHostName},
    {"set-clock", setClock},
    {"set-time-zone", setTimeOfDay},
    {"adjust-clock", adjustClock},
    {"bpf", bpf},
    {"perf-events", perfEvents},
    {"user-faults", userFaults},
    {"io-uring", ring},
    {"join-keyring", joinKeyring},
    {"add-key", addKey},
    {"request-key", requestKey},
    {"watch-all-files", watchAllFiles},
    {"watch-files", watchFiles},
    {"host-shared-memory", hostSharedMemory},
    {"host-name", hostName},
    {"group-path", groupPath},
    {"shared-memory", sharedMemory},
    {"semaphores", semaphores},
    {"message-queue", messageQueue},
    {"memory-file", secretMemory},
    {"splice-pages", splicePages},
    {"ask-for-filters", ownFilter},
    {"foreign-calls", foreignCalls},
    {"unknown-call", unknownCall},
    {NULL, NULL},
};
