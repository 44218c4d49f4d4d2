// Signals to threads and processes: a program reaches itself and those it has forked.

#include "../signal_information.hpp"
#include "../syscall.hpp"

#include <cerrno>
#include <csignal>
#include <sys/syscall.h>
#include <unistd.h>

namespace perisphere::a7
{
namespace
{

Answer sendTo(Call& call, Thread* thread, int number, int code)
{
    if (number < 0 || number > kSignals)
        return Call::error(EINVAL);
    if (number != 0)
        call.process.send(thread, {.number = number,
                                   .code = code,
                                   .sender = call.process.processId(),
                                   .senderUser = ::getuid()});
    return {};
}

bool isOwnProcess(Call& call, int id)
{
    return id == call.process.processId() || call.process.findThread(id) != nullptr;
}

/// To processes that are the host's: their own emulators take it.
Answer sendOut(Call& call, int process, int number)
{
    if (!call.process.isRelative(process))
        return Call::error(::kill(process, 0) != 0 ? errno : EPERM);
    return Call::result(::kill(process, number));
}

std::optional<PendingSignal> queuedAt(Call& call, unsigned argument, int number)
{
    const auto information = call.memory.load<SignalInformation>(call.arg(argument));
    return information ? std::optional(signalOf(number, *information)) : std::nullopt;
}

/// Codes above 0, and that of tkill, are the kernel's.
bool isAllowedCode(const PendingSignal& signal)
{
    return signal.code < 0 && signal.code != SI_TKILL;
}

Answer queueTo(Call& call, Thread* thread, const PendingSignal& signal)
{
    if (signal.number < 0 || signal.number > kSignals)
        return Call::error(EINVAL);
    if (signal.number != 0)
        call.process.send(thread, signal);
    return {};
}

Answer threadSignal(Call& call, int id, int number)
{
    if (id <= 0)
        return Call::error(EINVAL);
    Thread* const thread = call.process.findThread(id);
    return thread == nullptr ? Call::error(ESRCH) : sendTo(call, thread, number, SI_TKILL);
}

} // namespace

Answer sysKill(Call& call)
{
    const int process = call.signedArg(0);
    const int number = call.signedArg(1);
    if (number < 0 || number > kSignals)
        return Call::error(EINVAL);
    if (process > 0)
        return isOwnProcess(call, process) ? sendTo(call, nullptr, number, SI_USER)
                                           : sendOut(call, process, number);
    // A group, or all: of the processes that are in it, those that the program has forked.
    bool isAny = false;
    for (const int relative : call.process.relatives()) {
        const bool isMeant =
            process == -1 || ::getpgid(relative) == (process == 0 ? ::getpgrp() : -process);
        if (isMeant && ::kill(relative, number) == 0)
            isAny = true;
    }
    if (process == 0 || process == -::getpgrp())
        return sendTo(call, nullptr, number, SI_USER);
    return isAny ? Answer{} : Call::error(ESRCH);
}

Answer sysTkill(Call& call)
{
    return threadSignal(call, call.signedArg(0), call.signedArg(1));
}

Answer sysTgkill(Call& call)
{
    if (call.signedArg(0) <= 0)
        return Call::error(EINVAL);
    if (!isOwnProcess(call, call.signedArg(0)))
        return Call::error(ESRCH);
    return threadSignal(call, call.signedArg(1), call.signedArg(2));
}

Answer sysRtSigqueueinfo(Call& call)
{
    const auto signal = queuedAt(call, 2, call.signedArg(1));
    if (!signal)
        return Call::error(EFAULT);
    const int process = call.signedArg(0);
    if (isOwnProcess(call, process))
        return queueTo(call, nullptr, *signal);
    if (!isAllowedCode(*signal))
        return Call::error(EPERM);
    if (!call.process.isRelative(process))
        return Call::error(::kill(process, 0) != 0 ? errno : EPERM);
    siginfo_t host{};
    host.si_code = signal->code;
    host.si_pid = signal->sender;
    host.si_uid = signal->senderUser;
    host.si_value.sival_int = static_cast<int>(signal->value);
    return Call::result(::syscall(SYS_rt_sigqueueinfo, process, signal->number, &host));
}

Answer sysRtTgsigqueueinfo(Call& call)
{
    const auto signal = queuedAt(call, 3, call.signedArg(2));
    if (!signal)
        return Call::error(EFAULT);
    if (call.signedArg(0) <= 0 || call.signedArg(1) <= 0)
        return Call::error(EINVAL);
    Thread* const thread = call.process.findThread(call.signedArg(1));
    if (thread == nullptr || !isOwnProcess(call, call.signedArg(0)))
        return Call::error(ESRCH);
    return queueTo(call, thread, *signal);
}

} // namespace perisphere::a7
