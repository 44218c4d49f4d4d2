// Threads, futexes, processes.

#include "../guest_structs.hpp"
#include "../syscall.hpp"

#include <cerrno>
#include <fcntl.h>
#include <linux/futex.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace perisphere::a7
{
namespace
{

constexpr std::uint32_t kFutexFlags = FUTEX_PRIVATE_FLAG | FUTEX_CLOCK_REALTIME;

/// Threads have ids of their own below the process': real ones would need threads of the host.
int nextThreadId(Process::Impl& process)
{
    int highest = ::getpid();
    for (const Thread& thread : process.threads())
        highest = std::max(highest, thread.id);
    return highest + 1;
}

Answer cloneThread(Call& call)
{
    const std::uint32_t flags = call.arg(0);
    const Registers parent = call.process.cpu().save();
    Thread& thread = call.process.addThread();
    thread.id = nextThreadId(call.process);
    thread.registers = parent;
    thread.registers.r[0] = 0;
    if (call.arg(1) != 0)
        thread.registers.r[13] = call.arg(1);
    if ((flags & CLONE_SETTLS) != 0)
        thread.registers.tls = call.arg(3);
    thread.blocked = call.thread.blocked;
    if ((flags & CLONE_CHILD_CLEARTID) != 0)
        thread.clearChildTid = call.arg(4);
    if ((flags & CLONE_PARENT_SETTID) != 0)
        (void)call.memory.store(call.arg(2), thread.id);
    if ((flags & CLONE_CHILD_SETTID) != 0)
        (void)call.memory.store(call.arg(4), thread.id);
    return {.value = thread.id};
}

/// A process of its own, with the thread that asks.
Answer forkProcess(Call& call, std::uint32_t flags)
{
    const ::pid_t parent = ::getpid();
    const ::pid_t child = ::fork();
    if (child > 0)
        call.process.addRelative(child);
    if (child != 0)
        return Call::result(child);
    call.process.forgetObserver();
    call.process.addRelative(parent);
    call.process.keepOnly(call.thread);
    call.process.signalDescriptors().separate();
    call.thread.id = ::getpid();
    if ((flags & CLONE_CHILD_SETTID) != 0)
        (void)call.memory.store(call.arg(4), call.thread.id);
    if ((flags & CLONE_CHILD_CLEARTID) != 0)
        call.thread.clearChildTid = call.arg(4);
    if (call.arg(1) != 0 && flags != 0)
        call.process.cpu().r(13) = call.arg(1);
    return {};
}

Answer futexWait(Call& call, std::optional<Instant> deadline, std::uint32_t bits)
{
    if (call.thread.wasWoken)
        return {};
    if (call.hasTimedOut())
        return Call::error(ETIMEDOUT);
    const auto value = call.memory.load<std::uint32_t>(call.arg(0));
    if (!value)
        return Call::error(EFAULT);
    if (*value != call.arg(2))
        return Call::error(EAGAIN);
    return call.wait({.deadline = deadline, .futex = call.arg(0), .futexBits = bits});
}

/// The deadline of a wait: relative for FUTEX_WAIT, absolute for FUTEX_WAIT_BITSET.
std::optional<Instant> futexDeadline(Call& call, bool isAbsolute, bool isRealTime, bool is64,
                                     bool& isBad)
{
    isBad = false;
    if (call.arg(3) == 0)
        return std::nullopt;
    Instant time{};
    if (is64) {
        const auto given = call.memory.load<TimeSpec64>(call.arg(3));
        isBad = !given;
        if (given)
            time = std::chrono::seconds(given->seconds) +
                   std::chrono::nanoseconds(static_cast<std::int32_t>(given->nanoseconds));
    } else {
        const auto given = call.memory.load<TimeSpec32>(call.arg(3));
        isBad = !given;
        if (given)
            time =
                std::chrono::seconds(given->seconds) + std::chrono::nanoseconds(given->nanoseconds);
    }
    if (!isAbsolute)
        return call.deadlineAfter(time);
    if (!isRealTime)
        return time;
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    const Instant present =
        std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
    return call.deadlineAfter(time - present);
}

Answer futex(Call& call, bool is64)
{
    const std::uint32_t operation = call.arg(1) & ~kFutexFlags;
    const bool isRealTime = (call.arg(1) & FUTEX_CLOCK_REALTIME) != 0;
    bool isBad = false;
    switch (operation) {
    case FUTEX_WAIT: {
        const auto deadline = futexDeadline(call, false, false, is64, isBad);
        return isBad ? Call::error(EFAULT) : futexWait(call, deadline, ~0U);
    }
    case FUTEX_WAIT_BITSET: {
        const auto deadline = futexDeadline(call, true, isRealTime, is64, isBad);
        return isBad ? Call::error(EFAULT) : futexWait(call, deadline, call.arg(5));
    }
    case FUTEX_WAKE:
        return {.value = call.process.wakeFutex(call.arg(0), call.arg(2), ~0U)};
    case FUTEX_WAKE_BITSET:
        return {.value = call.process.wakeFutex(call.arg(0), call.arg(2), call.arg(5))};
    case FUTEX_CMP_REQUEUE:
    case FUTEX_REQUEUE: {
        if (operation == FUTEX_CMP_REQUEUE) {
            const auto value = call.memory.load<std::uint32_t>(call.arg(0));
            if (!value || *value != call.arg(5))
                return Call::error(value ? EAGAIN : EFAULT);
        }
        const unsigned woken = call.process.wakeFutex(call.arg(0), call.arg(2), ~0U);
        return {.value = woken + call.process.requeueFutex(call.arg(0), call.arg(4), call.arg(3))};
    }
    default:
        return Call::error(ENOSYS);
    }
}

} // namespace

Answer sysExit(Call& call)
{
    call.process.endThread(call.thread);
    if (call.process.threads().size() == 1)
        call.process.end({.code = static_cast<int>(call.arg(0) & 0xFFU)});
    return {.keepsRegisters = true};
}

Answer sysExitGroup(Call& call)
{
    call.process.end({.code = static_cast<int>(call.arg(0) & 0xFFU)});
    return {.keepsRegisters = true};
}

Answer sysFork(Call& call)
{
    return forkProcess(call, 0);
}

Answer sysClone(Call& call)
{
    const std::uint32_t flags = call.arg(0);
    const bool isThread = (flags & CLONE_VM) != 0 && (flags & CLONE_VFORK) == 0;
    return isThread ? cloneThread(call) : forkProcess(call, flags);
}

Answer sysFutex(Call& call)
{
    return futex(call, false);
}

Answer sysFutexTime64(Call& call)
{
    return futex(call, true);
}

Answer sysSetTidAddress(Call& call)
{
    call.thread.clearChildTid = call.arg(0);
    return {.value = call.thread.id};
}

Answer sysSetRobustList(Call& call)
{
    call.thread.robustList = call.arg(0);
    return {};
}

Answer sysSetTls(Call& call)
{
    call.process.cpu().setTls(call.arg(0));
    return {};
}

Answer sysGettid(Call& call)
{
    return {.value = call.thread.id};
}

Answer sysGetpid(Call&)
{
    return {.value = ::getpid()};
}

Answer sysGetppid(Call& call)
{
    return {.value = call.process.parent()};
}

Answer sysWait4(Call& call)
{
    int status = 0;
    const ::pid_t child = ::waitpid(call.signedArg(0), &status, call.signedArg(2) | WNOHANG);
    if (child == 0 && (call.signedArg(2) & WNOHANG) == 0) {
        return call.wait({.forChild = true});
    }
    if (child > 0 && !WIFSTOPPED(status) && !WIFCONTINUED(status))
        call.process.removeRelative(child);
    if (child > 0 && call.arg(1) != 0 && !call.memory.store(call.arg(1), status))
        return Call::error(EFAULT);
    return Call::result(child);
}

Answer sysPrctl(Call& call)
{
    switch (call.signedArg(0)) {
    case PR_SET_NAME: {
        const auto name = call.memory.text(call.arg(1));
        if (!name)
            return Call::error(EFAULT);
        call.thread.name = name->substr(0, 15);
        return {};
    }
    case PR_GET_NAME: {
        std::array<char, 16> name{};
        std::copy(call.thread.name.begin(), call.thread.name.end(), name.begin());
        return call.memory.store(call.arg(1), name) ? Answer{} : Call::error(EFAULT);
    }
    case PR_GET_PDEATHSIG: {
        int signal = 0;
        (void)::prctl(PR_GET_PDEATHSIG, &signal);
        return call.memory.store(call.arg(1), signal) ? Answer{} : Call::error(EFAULT);
    }
    case PR_SET_PDEATHSIG:
    case PR_SET_TIMERSLACK:
    case PR_GET_TIMERSLACK:
    case PR_GET_KEEPCAPS:
    case PR_SET_DUMPABLE:
    case PR_GET_DUMPABLE:
    case PR_SET_NO_NEW_PRIVS:
    case PR_GET_NO_NEW_PRIVS:
        return Call::result(
            ::prctl(call.signedArg(0), call.arg(1), call.arg(2), call.arg(3), call.arg(4)));
    default:
        return Call::error(EINVAL);
    }
}

} // namespace perisphere::a7
