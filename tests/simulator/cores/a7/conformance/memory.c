// Mappings: what they are asked for, what they allow and what becomes of them.

#include "common.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>

enum { kPage = 4096 };

static sigjmp_buf beforeFault;
static volatile int faultSignal;
static volatile int faultCode;
static void* volatile faultPlace;
static void onFault(int number, siginfo_t* information, void* context)
{
    (void)context;
    faultSignal = number;
    faultCode = information->si_code;
    faultPlace = information->si_addr;
    siglongjmp(beforeFault, 1);
}

/// Reads or writes there; prints the signal where there is one.
static void touch(const char* what, volatile char* place, int writes)
{
    if (sigsetjmp(beforeFault, 1) != 0) {
        printf("%s: signal %d code %d at the place: %d\n", what, faultSignal, faultCode,
               faultPlace == place);
        return;
    }
    if (writes)
        *place = 1;
    else
        (void)*place;
    printf("%s: goes\n", what);
}

static void protections(void)
{
    char* const page =
        mmap(NULL, 3 * kPage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    NEED(page != MAP_FAILED);
    touch("write", page, 1);
    TELL(mprotect(page, kPage, PROT_READ));
    touch("read what is read-only", page, 0);
    touch("write what is read-only", page, 1);
    TELL(mprotect(page, kPage, PROT_NONE));
    touch("read what is closed", page, 0);
    TELL(syscall(SYS_mprotect, page + 1, kPage, PROT_READ));
    TELL(mprotect(page, kPage, 0x100));
    TELL(munmap(page + kPage, kPage));
    touch("read what is gone", page + kPage, 0);
    touch("read what follows it", page + 2 * kPage, 0);
    QEMU_IS_WRONG("it protects across a hole", TELL(mprotect(page, 3 * kPage, PROT_READ)));
    TELL(munmap(page, 3 * kPage));
    TELL(munmap(page, 3 * kPage));
    TELL(munmap(page + 1, kPage));
    TELL(munmap(page, 0));
    TELL(read(0, NULL, 0) == -1 || 1);
    int ends[2];
    NEED(pipe(ends) == 0);
    TELL(write(ends[1], page, 1));
    touch("null", NULL, 0);
    touch("write null", NULL, 1);
}

static void mappedFiles(void)
{
    const int fd = open("mapped", O_CREAT | O_RDWR, 0600);
    NEED(ftruncate(fd, 2 * kPage + 10) == 0);
    char* const shared = mmap(NULL, 3 * kPage, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    char* const private = mmap(NULL, kPage, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, kPage);
    NEED(shared != MAP_FAILED && private != MAP_FAILED);
    strcpy(shared + kPage, "shared");
    TELL_TEXT(private);
    strcpy(private, "private");
    TELL_TEXT(shared + kPage);
    char text[8] = "";
    TELL(pread(fd, text, 6, kPage));
    TELL_TEXT(text);
    TELL(msync(shared, kPage, MS_SYNC));
    TELL(msync(shared + 1, kPage, MS_SYNC));
    TELL(msync(shared, kPage, 99));
    TELL(shared[2 * kPage + 100]);
    // The end of the file moves.
    TELL(ftruncate(fd, 10));
    QEMU_IS_WRONG("the place is the host's", touch("beyond the file", shared + kPage, 0));
    QEMU_IS_WRONG("the place is the host's", touch("write beyond the file", shared + kPage, 1));
    touch("within the file", shared, 0);
    TELL(ftruncate(fd, 2 * kPage));
    touch("again within the file", shared + kPage, 0);
    TELL(write(fd, shared + 3 * kPage - 1, 1));
    TELL(munmap(shared, 3 * kPage));
    TELL(mmap(NULL, kPage, PROT_READ, MAP_SHARED, -1, 0) == MAP_FAILED && errno == EBADF);
    TELL(mmap(NULL, 0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED &&
         errno == EINVAL);
    TELL(mmap(NULL, kPage, PROT_READ, MAP_ANONYMOUS, -1, 0) == MAP_FAILED && errno == EINVAL);
    TELL(mmap((void*)1, kPage, PROT_READ, MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) ==
             MAP_FAILED &&
         errno == EINVAL);
    close(fd);
    const int readOnly = open("mapped", O_RDONLY);
    TELL(mmap(NULL, kPage, PROT_READ | PROT_WRITE, MAP_SHARED, readOnly, 0) == MAP_FAILED &&
         errno == EACCES);
    char* const copy = mmap(NULL, kPage, PROT_READ | PROT_WRITE, MAP_PRIVATE, readOnly, 0);
    touch("write a private copy of a read-only file", copy, 1);
    char* const view = mmap(NULL, kPage, PROT_READ, MAP_SHARED, readOnly, 0);
    TELL(mprotect(view, kPage, PROT_READ | PROT_WRITE));
    close(readOnly);
    const int folder = open(".", O_RDONLY);
    TELL(mmap(NULL, kPage, PROT_READ, MAP_PRIVATE, folder, 0) == MAP_FAILED && errno == ENODEV);
    close(folder);
}

static void moves(void)
{
    char* const old =
        mmap(NULL, 8 * kPage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    strcpy(old, "moved");
    TELL(mremap(old, 8 * kPage, 2 * kPage, 0) == old);
    touch("what is cut off", old + 4 * kPage, 0);
    char* const blocker =
        mmap(old + 2 * kPage, kPage, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    TELL(blocker == old + 2 * kPage);
    TELL(mremap(old, 2 * kPage, 4 * kPage, 0) == MAP_FAILED && errno == ENOMEM);
    char* const moved = mremap(old, 2 * kPage, 64 * kPage, MREMAP_MAYMOVE);
    TELL(moved != MAP_FAILED && moved != old);
    TELL_TEXT(moved);
    touch("where it was", old, 0);
    char* const target = mmap(NULL, 4 * kPage, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    TELL(mremap(moved, kPage, kPage, MREMAP_MAYMOVE | MREMAP_FIXED, target) == target);
    TELL_TEXT(target);
    TELL(mremap(target + 1, kPage, kPage, MREMAP_MAYMOVE) == MAP_FAILED && errno == EINVAL);
    QEMU_IS_WRONG("it takes a size of 0",
                  TELL(mremap(target, kPage, 0, MREMAP_MAYMOVE) == MAP_FAILED && errno == EINVAL));
    TELL(mremap(target, kPage, kPage, 0x80) == MAP_FAILED && errno == EINVAL);
    QEMU_IS_WRONG(
        "it moves what is not there",
        TELL(mremap(moved, kPage, 2 * kPage, MREMAP_MAYMOVE) == MAP_FAILED && errno == EFAULT));
    enum { kFixedNoReplace = 0x100000 };
    char* const again =
        mmap(target, kPage, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | kFixedNoReplace, -1, 0);
    QEMU_IS_WRONG("it takes the flag for a hint", TELL(again == MAP_FAILED && errno == EEXIST));
    TELL(madvise(target, kPage, MADV_DONTNEED));
    TELL(target[0]);
    TELL(madvise(target + 1, kPage, MADV_DONTNEED));
    QEMU_IS_WRONG("it takes any advice", TELL(madvise(target, kPage, 9999)));
    TELL(madvise(target, kPage, MADV_WILLNEED));
    TELL(munmap(target, 4 * kPage));
    QEMU_IS_WRONG("it advises what is not there", TELL(madvise(target, kPage, MADV_DONTNEED)));
    unsigned char core[4] = {9, 9, 9, 9};
    char* const touched =
        mmap(NULL, 2 * kPage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    touched[0] = 1;
    TELL(mincore(touched, 2 * kPage, core));
    TELL(core[0] & 1);
    TELL(mincore(touched + 1, kPage, core));
    TELL(mlock(touched, kPage));
    TELL(munlock(touched, kPage));
}

/// The call itself: not all libraries let programs have their break.
static char* breakAt(char* place)
{
    return (char*)syscall(SYS_brk, place);
}

static void breaks(void)
{
    char* const before = breakAt(NULL);
    TELL(breakAt(before + 3 * kPage) == before + 3 * kPage);
    before[2 * kPage] = 1;
    TELL(before[kPage]);
    TELL(breakAt(NULL) - before);
    TELL(breakAt(before) == before);
    QEMU_IS_WRONG("it never gives memory back", touch("beyond the break", before + 2 * kPage, 0));
    TELL(breakAt((char*)16) == before);
    TELL(breakAt(before + 3 * kPage) - before);
    TELL(before[2 * kPage]);
    TELL(breakAt(before) == before);
}

static void forks(void)
{
    int* const shared =
        mmap(NULL, kPage, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int* const private =
        mmap(NULL, kPage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    const pid_t child = fork();
    if (child == 0) {
        *shared = 5;
        *private = 5;
        _exit(0);
    }
    waitpid(child, NULL, 0);
    TELL(*shared);
    TELL(*private);
}

void memory(void)
{
    struct sigaction action = {.sa_sigaction = onFault, .sa_flags = SA_SIGINFO};
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGBUS, &action, NULL);
    protections();
    mappedFiles();
    moves();
    breaks();
    forks();
}
