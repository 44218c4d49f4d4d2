// Threads and what they are called.

#include "../guest_structs.hpp"
#include "../syscall.hpp"
#include "processes.hpp"

#include <cerrno>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace perisphere::a7
{
Answer cloneThread(Call& call)
{
    const std::uint32_t flags = call.arg(0);
    // On a device all that its user id has are the threads of this one process.
    if (call.process.view() != nullptr &&
        call.process.threads().size() >= call.process.limit(RLIMIT_NPROC).rlim_cur)
        return Call::error(EAGAIN);
    const Registers parent = call.process.cpu().save();
    Thread& thread = call.process.addThread();
    thread.id = call.process.nextThreadId();
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

Answer sysSetTidAddress(Call& call)
{
    call.thread.clearChildTid = call.arg(0);
    return {.value = call.thread.id};
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

Answer sysGetpid(Call& call)
{
    return {.value = call.process.processId()};
}

Answer sysGetppid(Call& call)
{
    return {.value = call.process.parent()};
}

Answer sysPrctl(Call& call)
{
    switch (call.signedArg(0)) {
    case PR_SET_NAME: {
        const auto name = call.memory.text(call.arg(1));
        if (!name)
            return Call::error(EFAULT);
        call.thread.name = name->substr(0, 15);
        if (call.thread.id == call.process.processId())
            call.process.setCommandName(call.thread.name);
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
