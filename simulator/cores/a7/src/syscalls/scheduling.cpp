// Scheduling: one core, on which the threads take equal turns.

#include "../guest_structs.hpp"
#include "../syscall.hpp"

#include <array>
#include <cerrno>
#include <linux/membarrier.h>
#include <sched.h>

namespace perisphere::a7
{
namespace
{

bool isOwnThread(Call& call, int id)
{
    return id == 0 || call.process.findThread(id) != nullptr;
}

/// Of SCHED_ policies, whose most urgent ones take more than an app is allowed.
Answer setPolicy(int policy, int priority)
{
    const int known = policy & ~SCHED_RESET_ON_FORK;
    const bool isUrgent = known == SCHED_FIFO || known == SCHED_RR;
    if (!isUrgent && known != SCHED_OTHER && known != SCHED_BATCH && known != SCHED_IDLE)
        return Call::error(EINVAL);
    if (isUrgent ? priority < 1 || priority > 99 : priority != 0)
        return Call::error(EINVAL);
    return isUrgent ? Call::error(EPERM) : Answer{};
}

template <class Spec>
Answer storeInterval(Call& call)
{
    if (call.signedArg(0) < 0)
        return Call::error(EINVAL);
    if (!isOwnThread(call, call.signedArg(0)))
        return Call::error(ESRCH);
    constexpr int kTurnNanoseconds = 4'000'000;
    return call.memory.store(call.arg(1), Spec{.seconds = 0, .nanoseconds = kTurnNanoseconds})
               ? Answer{}
               : Call::error(EFAULT);
}

} // namespace

Answer sysSchedYield(Call& call)
{
    call.process.yield();
    return {};
}

Answer sysSchedGetaffinity(Call& call)
{
    if (!isOwnThread(call, call.signedArg(0)))
        return Call::error(ESRCH);
    if (call.arg(1) < 4 || call.arg(1) % 4 != 0)
        return Call::error(EINVAL);
    const std::uint32_t mask = 1; // one core, as the device has
    return call.memory.store(call.arg(2), mask) ? Answer{.value = 4} : Call::error(EFAULT);
}

Answer sysSchedSetaffinity(Call& call)
{
    if (!isOwnThread(call, call.signedArg(0)))
        return Call::error(ESRCH);
    const auto first = call.memory.load<std::uint8_t>(call.arg(2));
    if (!first)
        return Call::error(EFAULT);
    return call.arg(1) != 0 && (*first & 1U) != 0 ? Answer{} : Call::error(EINVAL);
}

Answer sysSchedGetscheduler(Call& call)
{
    if (call.signedArg(0) < 0)
        return Call::error(EINVAL);
    return isOwnThread(call, call.signedArg(0)) ? Answer{.value = SCHED_OTHER} : Call::error(ESRCH);
}

Answer sysSchedSetscheduler(Call& call)
{
    if (call.signedArg(0) < 0 || call.arg(2) == 0)
        return Call::error(EINVAL);
    const auto priority = call.memory.load<std::int32_t>(call.arg(2));
    if (!priority)
        return Call::error(EFAULT);
    if (!isOwnThread(call, call.signedArg(0)))
        return Call::error(ESRCH);
    return setPolicy(call.signedArg(1), *priority);
}

Answer sysSchedGetparam(Call& call)
{
    if (call.signedArg(0) < 0 || call.arg(1) == 0)
        return Call::error(EINVAL);
    if (!isOwnThread(call, call.signedArg(0)))
        return Call::error(ESRCH);
    return call.memory.store(call.arg(1), std::int32_t{0}) ? Answer{} : Call::error(EFAULT);
}

Answer sysSchedSetparam(Call& call)
{
    if (call.signedArg(0) < 0 || call.arg(1) == 0)
        return Call::error(EINVAL);
    const auto priority = call.memory.load<std::int32_t>(call.arg(1));
    if (!priority)
        return Call::error(EFAULT);
    if (!isOwnThread(call, call.signedArg(0)))
        return Call::error(ESRCH);
    return setPolicy(SCHED_OTHER, *priority);
}

Answer sysSchedGetPriorityMax(Call& call)
{
    return Call::result(::sched_get_priority_max(call.signedArg(0)));
}

Answer sysSchedGetPriorityMin(Call& call)
{
    return Call::result(::sched_get_priority_min(call.signedArg(0)));
}

Answer sysSchedRrGetInterval(Call& call)
{
    return storeInterval<TimeSpec32>(call);
}

Answer sysSchedRrGetInterval64(Call& call)
{
    return storeInterval<TimeSpec64>(call);
}

Answer sysGetcpu(Call& call)
{
    for (unsigned i = 0; i < 2; ++i)
        if (call.arg(i) != 0 && !call.memory.store(call.arg(i), std::uint32_t{0}))
            return Call::error(EFAULT);
    return {};
}

/// Threads take turns on one core: each has seen all that those before it have done.
Answer sysMembarrier(Call& call)
{
    constexpr std::uint32_t kKnown = MEMBARRIER_CMD_GLOBAL | MEMBARRIER_CMD_PRIVATE_EXPEDITED |
                                     MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED;
    if (call.arg(1) != 0)
        return Call::error(EINVAL);
    if (call.arg(0) == MEMBARRIER_CMD_QUERY)
        return {.value = kKnown};
    const bool isOne = (call.arg(0) & (call.arg(0) - 1)) == 0;
    return isOne && (call.arg(0) & ~kKnown) == 0 ? Answer{} : Call::error(EINVAL);
}

} // namespace perisphere::a7
