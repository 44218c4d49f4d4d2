// Processes: fork and vfork, children's ends, other programs. Each process has an emulator of its
// own, which is the host's process.

#include "processes.hpp"

#include "../descriptor_guard.hpp"
#include "../guest_structs.hpp"
#include "../signal_information.hpp"

#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace perisphere::a7
{
namespace
{

constexpr std::uint32_t kNewNamespaces = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS |
                                         CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;

/// A process of its own, with the thread that asks. `stack` 0: as it is.
Answer forkProcess(Call& call, std::uint32_t flags, std::uint32_t stack)
{
    if (call.process.clock().isVirtual()) { // apps of the device have no other processes
        call.process.reportDenied(call.process.cpu().r(7));
        return Call::error(EPERM);
    }
    call.process.timerDescriptors().leaveToHost();
    const ::pid_t parent = ::getpid();
    const ::pid_t child = ::fork();
    if (child > 0) {
        call.process.addRelative(child);
        if ((flags & CLONE_PARENT_SETTID) != 0)
            (void)call.memory.store(call.arg(2), child);
    }
    if (child != 0)
        return Call::result(child);
    call.process.forgetObserver();
    call.process.addRelative(parent);
    call.process.keepOnly(call.thread);
    call.process.signalDescriptors().separate();
    call.thread.id = ::getpid();
    call.thread.robustList = 0;
    call.thread.clearChildTid = (flags & CLONE_CHILD_CLEARTID) != 0 ? call.arg(4) : 0;
    if ((flags & CLONE_CHILD_SETTID) != 0)
        (void)call.memory.store(call.arg(4), call.thread.id);
    if (stack != 0)
        call.process.cpu().r(13) = stack;
    if ((flags & CLONE_SETTLS) != 0)
        call.process.cpu().setTls(call.arg(3));
    return {};
}

/// The parent waits until the child executes a program or ends, as the kernel has it; then it gets
/// back what the child has done to the stack that they share.
Answer waitForChildInMemory(Call& call)
{
    const int pipe = call.thread.childInMemory;
    pollfd polled{.fd = pipe, .events = POLLIN, .revents = 0};
    if (::poll(&polled, 1, 0) == 0) {
        if (!call.thread.savedMask) { // no signal ends this wait
            call.thread.savedMask = call.thread.blocked;
            call.thread.blocked = ~SignalSet{0};
        }
        return call.waitFor(pipe, POLLIN);
    }
    std::vector<std::uint8_t> stack;
    std::uint8_t part[4096];
    for (ssize_t bytes = ::read(pipe, part, sizeof part); bytes > 0;
         bytes = ::read(pipe, part, sizeof part))
        stack.insert(stack.end(), part, part + bytes);
    const std::uint32_t at = call.process.cpu().r(13);
    (void)call.memory.copyTo(at, stack.data(), stack.size());
    closeKept(pipe);
    call.thread.childInMemory = -1;
    return {.value = call.thread.childId};
}

Answer forkInMemory(Call& call, std::uint32_t flags, std::uint32_t stack)
{
    if (call.thread.childInMemory >= 0)
        return waitForChildInMemory(call);
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) != 0)
        return Call::result(-1);
    const int readEnd = keepFromGuest(ends[0]);
    const int writeEnd = keepFromGuest(ends[1]);
    const std::uint32_t parentStack = call.process.cpu().r(13);
    const Answer answer = forkProcess(call, flags, stack);
    if (answer.value == 0 && !answer.isWaiting) { // the child
        closeKept(readEnd);
        call.process.useParentsMemory(writeEnd, parentStack);
        return answer;
    }
    closeKept(writeEnd);
    if (answer.value < 0) {
        closeKept(readEnd);
        return answer;
    }
    call.thread.childInMemory = readEnd;
    call.thread.childId = static_cast<int>(answer.value);
    return waitForChildInMemory(call);
}

/// A child that ended is nobody's to signal any more.
void noteEnd(Call& call, const siginfo_t& information)
{
    if (information.si_code == CLD_EXITED || information.si_code == CLD_KILLED ||
        information.si_code == CLD_DUMPED)
        call.process.removeRelative(information.si_pid);
}

bool storeUsage(Call& call, std::uint32_t address, const rusage& usage)
{
    return address == 0 || call.memory.store(address, usage32Of(usage));
}

} // namespace

Answer sysFork(Call& call)
{
    return forkProcess(call, 0, 0);
}

Answer sysVfork(Call& call)
{
    return forkInMemory(call, CLONE_VFORK | CLONE_VM, 0);
}

Answer sysClone(Call& call)
{
    const std::uint32_t flags = call.arg(0);
    if ((flags & kNewNamespaces) != 0)
        return Call::error(EPERM);
    const bool isThread = (flags & CLONE_THREAD) != 0;
    if ((isThread && (flags & CLONE_SIGHAND) == 0) ||
        ((flags & CLONE_SIGHAND) != 0 && (flags & CLONE_VM) == 0))
        return Call::error(EINVAL);
    if ((flags & CLONE_VFORK) != 0 && (flags & CLONE_VM) != 0)
        return forkInMemory(call, flags, call.arg(1));
    return (flags & CLONE_VM) != 0 ? cloneThread(call) : forkProcess(call, flags, call.arg(1));
}

Answer sysWait4(Call& call)
{
    constexpr std::uint32_t kOfThreads = __WNOTHREAD | __WALL | __WCLONE;
    constexpr std::uint32_t kKnown = WNOHANG | WUNTRACED | WCONTINUED | kOfThreads;
    if ((call.arg(2) & ~kKnown) != 0)
        return Call::error(EINVAL);
    int status = 0;
    rusage usage{};
    const ::pid_t child = ::wait4(call.signedArg(0), &status, call.signedArg(2) | WNOHANG, &usage);
    if (child == 0 && (call.signedArg(2) & WNOHANG) == 0)
        return call.wait({.forChild = true});
    if (child <= 0)
        return Call::result(child);
    if (WIFEXITED(status) || WIFSIGNALED(status))
        call.process.removeRelative(child);
    const bool isStored = (call.arg(1) == 0 || call.memory.store(call.arg(1), status)) &&
                          storeUsage(call, call.arg(3), usage);
    return isStored ? Answer{.value = child} : Call::error(EFAULT);
}

Answer sysWaitid(Call& call)
{
    siginfo_t information{};
    rusage usage{};
    // The library's function has no place for the usage.
    const long result = ::syscall(SYS_waitid, call.signedArg(0), call.signedArg(1), &information,
                                  call.signedArg(3) | WNOHANG, &usage);
    if (result < 0)
        return Call::result(result);
    if (information.si_pid == 0 && (call.signedArg(3) & WNOHANG) == 0)
        return call.wait({.forChild = true});
    if ((call.signedArg(3) & WNOWAIT) == 0)
        noteEnd(call, information);
    SignalInformation guest{};
    if (information.si_pid != 0)
        guest = informationOf({.number = SIGCHLD,
                               .code = information.si_code,
                               .sender = information.si_pid,
                               .senderUser = information.si_uid,
                               .status = information.si_status});
    const bool isStored = (call.arg(2) == 0 || call.memory.store(call.arg(2), guest)) &&
                          storeUsage(call, call.arg(4), usage);
    return isStored ? Answer{} : Call::error(EFAULT);
}

Answer sysPidfdOpen(Call& call)
{
    const int process = call.signedArg(0);
    if (process <= 0)
        return Call::error(EINVAL);
    if (process != call.process.processId() && !call.process.isRelative(process))
        return Call::error(::kill(process, 0) != 0 ? errno : EPERM);
    return Call::result(::syscall(SYS_pidfd_open, process, call.arg(1)));
}

} // namespace perisphere::a7
