// Signal actions, masks and waits for signals.

#include "../guest_structs.hpp"
#include "../signal_information.hpp"
#include "../syscall.hpp"

#include <cerrno>
#include <csignal>
#include <unistd.h>

namespace perisphere::a7
{
namespace
{

constexpr std::uint32_t kSetBytes = sizeof(SignalSet);

struct KernelAction {
    std::uint32_t handler;
    std::uint32_t flags;
    std::uint32_t restorer;
    std::uint32_t mask[2];
};

/// Of the call that is older than real-time signals.
struct OldAction {
    std::uint32_t handler;
    std::uint32_t mask;
    std::uint32_t flags;
    std::uint32_t restorer;
};

Answer setAction(Call& call, int number, const std::optional<SignalAction>& wanted)
{
    if (!isSignal(number) || (wanted && (number == SIGKILL || number == SIGSTOP)))
        return Call::error(EINVAL);
    if (!wanted)
        return {};
    SignalAction& action = call.process.action(number);
    action = *wanted;
    action.mask &= ~kUnblockable;
    if (action.handler > 1 && (number == SIGSEGV || number == SIGBUS))
        call.process.cpu().makeFaultsExact();
    call.process.actionChanged(number);
    if (call.process.isIgnored(number))
        call.process.forgetPending(number);
    return {};
}

/// `set` is what the argument holds; `isThere` whether there is one.
Answer changeMask(Call& call, bool isThere, SignalSet set)
{
    if (!isThere)
        return {};
    SignalSet& blocked = call.thread.blocked;
    switch (call.signedArg(0)) {
    case SIG_BLOCK:
        blocked |= set;
        break;
    case SIG_UNBLOCK:
        blocked &= ~set;
        break;
    case SIG_SETMASK:
        blocked = set;
        break;
    default:
        return Call::error(EINVAL);
    }
    blocked &= ~kUnblockable;
    return {};
}

Answer suspend(Call& call, SignalSet mask)
{
    if (!call.thread.savedMask)
        call.thread.savedMask = call.thread.blocked;
    call.thread.blocked = mask & ~kUnblockable;
    return call.wait({.forSignal = true});
}

template <class Spec>
Answer waitForSignal(Call& call)
{
    if (call.arg(3) != kSetBytes)
        return Call::error(EINVAL);
    const auto set = call.memory.load<SignalSet>(call.arg(0));
    if (!set)
        return Call::error(EFAULT);
    Wait wait{.forSignal = true, .signals = *set & ~kUnblockable};
    if (call.arg(2) != 0) {
        const auto time = call.memory.load<Spec>(call.arg(2));
        if (!time)
            return Call::error(EFAULT);
        if (!isSpec(*time))
            return Call::error(EINVAL);
        wait.deadline = call.deadlineAfter(instantOf(*time));
    }
    if (const auto taken = call.process.takePending(call.thread, wait.signals)) {
        if (call.arg(1) != 0 && !call.memory.store(call.arg(1), informationOf(*taken)))
            return Call::error(EFAULT);
        return {.value = taken->number};
    }
    const bool isOver =
        call.hasTimedOut() || (wait.deadline && *wait.deadline <= call.process.now());
    return isOver ? Call::error(EAGAIN) : call.wait(std::move(wait));
}

} // namespace

Answer sysRtSigaction(Call& call)
{
    const int number = call.signedArg(0);
    if (!isSignal(number) || call.arg(3) != kSetBytes)
        return Call::error(EINVAL);
    const SignalAction before = call.process.action(number);
    std::optional<SignalAction> wanted;
    if (call.arg(1) != 0) {
        const auto given = call.memory.load<KernelAction>(call.arg(1));
        if (!given)
            return Call::error(EFAULT);
        wanted = SignalAction{.handler = given->handler,
                              .flags = given->flags,
                              .restorer = given->restorer,
                              .mask = given->mask[0] | SignalSet{given->mask[1]} << 32};
    }
    if (const Answer answer = setAction(call, number, wanted); answer.value != 0)
        return answer;
    if (call.arg(2) == 0)
        return {};
    const KernelAction old{.handler = before.handler,
                           .flags = before.flags,
                           .restorer = before.restorer,
                           .mask = {static_cast<std::uint32_t>(before.mask),
                                    static_cast<std::uint32_t>(before.mask >> 32)}};
    return call.memory.store(call.arg(2), old) ? Answer{} : Call::error(EFAULT);
}

Answer sysSigaction(Call& call)
{
    const int number = call.signedArg(0);
    if (!isSignal(number))
        return Call::error(EINVAL);
    const SignalAction before = call.process.action(number);
    std::optional<SignalAction> wanted;
    if (call.arg(1) != 0) {
        const auto given = call.memory.load<OldAction>(call.arg(1));
        if (!given)
            return Call::error(EFAULT);
        wanted = SignalAction{.handler = given->handler,
                              .flags = given->flags,
                              .restorer = given->restorer,
                              .mask = given->mask};
    }
    if (const Answer answer = setAction(call, number, wanted); answer.value != 0)
        return answer;
    const OldAction old{.handler = before.handler,
                        .mask = static_cast<std::uint32_t>(before.mask),
                        .flags = before.flags,
                        .restorer = before.restorer};
    return call.arg(2) == 0 || call.memory.store(call.arg(2), old) ? Answer{} : Call::error(EFAULT);
}

Answer sysRtSigprocmask(Call& call)
{
    if (call.arg(3) != kSetBytes)
        return Call::error(EINVAL);
    const SignalSet before = call.thread.blocked;
    std::optional<SignalSet> set;
    if (call.arg(1) != 0) {
        set = call.memory.load<SignalSet>(call.arg(1));
        if (!set)
            return Call::error(EFAULT);
    }
    const Answer answer = changeMask(call, set.has_value(), set.value_or(0));
    if (answer.value != 0)
        return answer;
    return call.arg(2) == 0 || call.memory.store(call.arg(2), before) ? Answer{}
                                                                      : Call::error(EFAULT);
}

Answer sysSigprocmask(Call& call)
{
    const auto before = static_cast<std::uint32_t>(call.thread.blocked);
    std::optional<std::uint32_t> set;
    if (call.arg(1) != 0) {
        set = call.memory.load<std::uint32_t>(call.arg(1));
        if (!set)
            return Call::error(EFAULT);
    }
    // Real-time signals stay as they are.
    const bool isAll = call.signedArg(0) == SIG_SETMASK;
    const SignalSet high = isAll ? call.thread.blocked & ~SignalSet{0xFFFFFFFF} : 0;
    const Answer answer = changeMask(call, set.has_value(), set.value_or(0) | high);
    if (answer.value != 0)
        return answer;
    return call.arg(2) == 0 || call.memory.store(call.arg(2), before) ? Answer{}
                                                                      : Call::error(EFAULT);
}

Answer sysRtSigpending(Call& call)
{
    if (call.arg(1) > kSetBytes)
        return Call::error(EINVAL);
    const SignalSet set = call.process.pendingFor(call.thread) & call.thread.blocked;
    return call.memory.store(call.arg(0), set) ? Answer{} : Call::error(EFAULT);
}

Answer sysSigpending(Call& call)
{
    const SignalSet set = call.process.pendingFor(call.thread) & call.thread.blocked;
    return call.memory.store(call.arg(0), static_cast<std::uint32_t>(set)) ? Answer{}
                                                                           : Call::error(EFAULT);
}

Answer sysRtSigsuspend(Call& call)
{
    if (call.arg(1) != kSetBytes)
        return Call::error(EINVAL);
    const auto mask = call.memory.load<SignalSet>(call.arg(0));
    return mask ? suspend(call, *mask) : Call::error(EFAULT);
}

/// The mask is the third argument itself.
Answer sysSigsuspend(Call& call)
{
    return suspend(call, call.arg(2));
}

Answer sysPause(Call& call)
{
    return call.wait({.forSignal = true});
}

Answer sysRtSigtimedwait(Call& call)
{
    return waitForSignal<TimeSpec32>(call);
}

Answer sysRtSigtimedwait64(Call& call)
{
    return waitForSignal<TimeSpec64>(call);
}

Answer sysRtSigreturn(Call& call)
{
    if (!call.process.returnFromSignal(call.thread, true))
        call.process.force(call.thread, {.number = SIGSEGV, .code = SI_KERNEL});
    return {.keepsRegisters = true};
}

Answer sysSigreturn(Call& call)
{
    if (!call.process.returnFromSignal(call.thread, false))
        call.process.force(call.thread, {.number = SIGSEGV, .code = SI_KERNEL});
    return {.keepsRegisters = true};
}

Answer sysSigaltstack(Call& call)
{
    const bool isOn = call.process.isOnAlternateStack(call.thread);
    SignalStack before = call.thread.alternateStack;
    if (isOn)
        before.flags = (before.flags & kSignalStackDisarms) | kSignalStackOn;
    if (call.arg(0) != 0) {
        const auto wanted = call.memory.load<SignalStack>(call.arg(0));
        if (!wanted)
            return Call::error(EFAULT);
        if (isOn)
            return Call::error(EPERM);
        const std::uint32_t mode = wanted->flags & ~kSignalStackDisarms;
        if (mode != 0 && mode != kSignalStackOn && mode != kSignalStackDisabled)
            return Call::error(EINVAL);
        constexpr std::uint32_t kLeast = 2048;
        if (mode != kSignalStackDisabled && wanted->bytes < kLeast)
            return Call::error(ENOMEM);
        call.thread.alternateStack = mode == kSignalStackDisabled
                                         ? SignalStack{.flags = wanted->flags}
                                         : SignalStack{.address = wanted->address,
                                                       .flags = wanted->flags & kSignalStackDisarms,
                                                       .bytes = wanted->bytes};
    }
    return call.arg(1) == 0 || call.memory.store(call.arg(1), before) ? Answer{}
                                                                      : Call::error(EFAULT);
}

} // namespace perisphere::a7
