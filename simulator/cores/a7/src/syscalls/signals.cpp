// Signal actions, masks and sending.

#include "../guest_structs.hpp"
#include "../syscall.hpp"

#include <cerrno>
#include <csignal>
#include <unistd.h>

namespace perisphere::a7
{
namespace
{

bool isSignal(int number)
{
    return number >= 1 && number <= kSignals;
}

struct KernelAction {
    std::uint32_t handler;
    std::uint32_t flags;
    std::uint32_t restorer;
    std::uint32_t mask[2];
};

Answer sendTo(Call& call, Thread* thread, int number, int code, std::uint32_t value = 0)
{
    if (number == 0)
        return {};
    if (!isSignal(number))
        return Call::error(EINVAL);
    call.process.send(thread, {.number = number,
                               .code = code,
                               .sender = ::getpid(),
                               .senderUser = ::getuid(),
                               .value = value});
    return {};
}

} // namespace

Answer sysRtSigaction(Call& call)
{
    const int number = call.signedArg(0);
    if (!isSignal(number))
        return Call::error(EINVAL);
    SignalAction& action = call.process.action(number);
    const SignalAction before = action;
    if (call.arg(1) != 0) {
        const auto wanted = call.memory.load<KernelAction>(call.arg(1));
        if (!wanted)
            return Call::error(EFAULT);
        if (number == SIGKILL || number == SIGSTOP)
            return Call::error(EINVAL);
        action = {.handler = wanted->handler,
                  .flags = wanted->flags,
                  .restorer = wanted->restorer,
                  .mask = (wanted->mask[0] | SignalSet{wanted->mask[1]} << 32) & ~kUnblockable};
        if (action.handler > 1 && (number == SIGSEGV || number == SIGBUS))
            call.process.cpu().makeFaultsExact();
        call.process.actionChanged(number);
    }
    if (call.arg(2) == 0)
        return {};
    const KernelAction old{.handler = before.handler,
                           .flags = before.flags,
                           .restorer = before.restorer,
                           .mask = {static_cast<std::uint32_t>(before.mask),
                                    static_cast<std::uint32_t>(before.mask >> 32)}};
    return call.memory.store(call.arg(2), old) ? Answer{} : Call::error(EFAULT);
}

Answer sysRtSigprocmask(Call& call)
{
    const SignalSet before = call.thread.blocked;
    if (call.arg(1) != 0) {
        const auto set = call.memory.load<SignalSet>(call.arg(1));
        if (!set)
            return Call::error(EFAULT);
        switch (call.signedArg(0)) {
        case SIG_BLOCK:
            call.thread.blocked |= *set;
            break;
        case SIG_UNBLOCK:
            call.thread.blocked &= ~*set;
            break;
        case SIG_SETMASK:
            call.thread.blocked = *set;
            break;
        default:
            return Call::error(EINVAL);
        }
        call.thread.blocked &= ~kUnblockable;
    }
    return call.arg(2) == 0 || call.memory.store(call.arg(2), before) ? Answer{}
                                                                      : Call::error(EFAULT);
}

Answer sysRtSigpending(Call& call)
{
    const SignalSet set = call.process.pendingFor(call.thread) & call.thread.blocked;
    return call.memory.store(call.arg(0), set) ? Answer{} : Call::error(EFAULT);
}

Answer sysRtSigsuspend(Call& call)
{
    const auto mask = call.memory.load<SignalSet>(call.arg(0));
    if (!mask)
        return Call::error(EFAULT);
    if (!call.thread.savedMask)
        call.thread.savedMask = call.thread.blocked;
    call.thread.blocked = *mask & ~kUnblockable;
    return call.wait({.forSignal = true});
}

Answer sysPause(Call& call)
{
    return call.wait({.forSignal = true});
}

Answer sysRtSigtimedwait(Call& call)
{
    const auto set = call.memory.load<SignalSet>(call.arg(0));
    if (!set)
        return Call::error(EFAULT);
    if (const auto taken = call.process.takePending(call.thread, *set))
        return {.value = taken->number};
    // Looked at again often: what comes is blocked, and wakes nobody.
    constexpr auto kLook = std::chrono::milliseconds(5);
    if (call.arg(2) != 0) {
        const auto time = call.memory.load<TimeSpec32>(call.arg(2));
        if (!time)
            return Call::error(EFAULT);
        const Instant end = call.deadlineAfter(std::chrono::seconds(time->seconds) +
                                               std::chrono::nanoseconds(time->nanoseconds));
        if (Process::Impl::now() >= end)
            return Call::error(EAGAIN);
    }
    return call.wait({.deadline = Process::Impl::now() + kLook});
}

Answer sysRtSigreturn(Call& call)
{
    if (!call.process.returnFromSignal(call.thread, true))
        call.process.end({.isBySignal = true, .code = SIGSEGV});
    return {.keepsRegisters = true};
}

Answer sysSigaltstack(Call& call)
{
    const SignalStack before = call.thread.alternateStack;
    if (call.arg(0) != 0) {
        const auto wanted = call.memory.load<SignalStack>(call.arg(0));
        if (!wanted)
            return Call::error(EFAULT);
        call.thread.alternateStack = *wanted;
    }
    return call.arg(1) == 0 || call.memory.store(call.arg(1), before) ? Answer{}
                                                                      : Call::error(EFAULT);
}

Answer sysKill(Call& call)
{
    if (call.signedArg(0) == ::getpid() || call.signedArg(0) == 0)
        return sendTo(call, nullptr, call.signedArg(1), SI_USER);
    return Call::result(::kill(call.signedArg(0), call.signedArg(1)));
}

Answer sysTkill(Call& call)
{
    Thread* const thread = call.process.findThread(call.signedArg(0));
    return thread == nullptr ? Call::error(ESRCH)
                             : sendTo(call, thread, call.signedArg(1), SI_TKILL);
}

Answer sysTgkill(Call& call)
{
    Thread* const thread = call.process.findThread(call.signedArg(1));
    return thread == nullptr ? Call::error(ESRCH)
                             : sendTo(call, thread, call.signedArg(2), SI_TKILL);
}

} // namespace perisphere::a7
