// Futexes. Those of one process are a matter of its own threads; memory that processes share is
// looked at again and again, since others wake only theirs.

#include "../guest_structs.hpp"
#include "../syscall.hpp"

#include <cerrno>
#include <ctime>
#include <linux/futex.h>

namespace perisphere::a7
{
namespace
{

constexpr std::uint32_t kFutexFlags = FUTEX_PRIVATE_FLAG | FUTEX_CLOCK_REALTIME;
constexpr std::uint32_t kLockPi2 = 13; ///< FUTEX_LOCK_PI2: that clock's choice by the flag
constexpr auto kSharedLook = std::chrono::milliseconds(2);

/// The end of a wait as its argument has it.
struct FutexTime {
    std::optional<Instant> deadline;
    int error = 0;
};

template <class Spec>
FutexTime timeAt(Call& call, bool isAbsolute, bool isRealTime)
{
    if (call.arg(3) == 0)
        return {};
    const auto given = call.memory.load<Spec>(call.arg(3));
    if (!given)
        return {.error = EFAULT};
    if (!isSpec(*given))
        return {.error = EINVAL};
    const Instant time = instantOf(*given);
    if (!isAbsolute)
        return {.deadline = call.deadlineAfter(time)};
    if (!isRealTime)
        return {.deadline = time};
    return {.deadline = call.deadlineAfter(time - call.process.realTime())};
}

/// Waits as asked; where another process may wake it, in steps.
Answer waitInSteps(Call& call, Wait wait)
{
    const bool isPrivate = (call.arg(1) & FUTEX_PRIVATE_FLAG) != 0;
    if (!isPrivate && !call.process.relatives().empty()) {
        const Instant look = call.process.now() + kSharedLook;
        if (!wait.deadline || look < *wait.deadline) {
            wait.deadline = look;
            wait.isLook = true;
        }
    }
    return call.wait(std::move(wait));
}

Answer futexWait(Call& call, const FutexTime& time, std::uint32_t bits)
{
    if (time.error != 0 || bits == 0)
        return Call::error(time.error != 0 ? time.error : EINVAL);
    if (call.thread.wasWoken)
        return {};
    const auto value = call.memory.load<std::uint32_t>(call.arg(0));
    if (!value)
        return Call::error(EFAULT);
    if (*value != call.arg(2)) // of another process' doing while it waited: as if that had woken it
        return call.thread.isRetry ? Answer{} : Call::error(EAGAIN);
    if (call.hasTimedOut())
        return Call::error(ETIMEDOUT);
    return waitInSteps(call, {.deadline = time.deadline, .futex = call.arg(0), .futexBits = bits});
}

/// FUTEX_WAKE_OP's arithmetic on the second word. @return whether its comparison holds
std::optional<bool> changeWord(Call& call, std::uint32_t encoded)
{
    const std::uint32_t address = call.arg(4);
    const auto before = call.memory.load<std::int32_t>(address);
    if (!before)
        return std::nullopt;
    const auto signExtended = [](std::uint32_t field) {
        return static_cast<std::int32_t>(field << 20) >> 20;
    };
    std::int32_t operand = signExtended(encoded >> 12 & 0xFFFU);
    const std::int32_t compared = signExtended(encoded & 0xFFFU);
    if ((encoded >> 28 & FUTEX_OP_OPARG_SHIFT) != 0)
        operand = static_cast<std::int32_t>(1U << (static_cast<unsigned>(operand) & 31U));
    const auto sum = static_cast<std::int32_t>(static_cast<std::uint32_t>(*before) +
                                               static_cast<std::uint32_t>(operand));
    std::int32_t after = operand;
    switch (encoded >> 28 & 7U) {
    case FUTEX_OP_SET:
        break;
    case FUTEX_OP_ADD:
        after = sum;
        break;
    case FUTEX_OP_OR:
        after = *before | operand;
        break;
    case FUTEX_OP_ANDN:
        after = *before & ~operand;
        break;
    case FUTEX_OP_XOR:
        after = *before ^ operand;
        break;
    default:
        return std::nullopt;
    }
    if (!call.memory.store(address, after))
        return std::nullopt;
    switch (encoded >> 24 & 15U) {
    case FUTEX_OP_CMP_EQ:
        return *before == compared;
    case FUTEX_OP_CMP_NE:
        return *before != compared;
    case FUTEX_OP_CMP_LT:
        return *before < compared;
    case FUTEX_OP_CMP_LE:
        return *before <= compared;
    case FUTEX_OP_CMP_GT:
        return *before > compared;
    case FUTEX_OP_CMP_GE:
        return *before >= compared;
    default:
        return std::nullopt;
    }
}

Answer wakeAndChange(Call& call)
{
    const auto holds = changeWord(call, call.arg(5));
    if (!holds)
        return Call::error(call.memory.load<std::int32_t>(call.arg(4)) ? ENOSYS : EFAULT);
    unsigned woken = call.process.wakeFutex(call.arg(0), call.arg(2), ~0U);
    if (*holds)
        woken += call.process.wakeFutex(call.arg(4), call.arg(3), ~0U);
    return {.value = woken};
}

Answer requeue(Call& call, bool compares)
{
    if (call.signedArg(2) < 0 || call.signedArg(3) < 0)
        return Call::error(EINVAL);
    if (compares) {
        const auto value = call.memory.load<std::uint32_t>(call.arg(0));
        if (!value || *value != call.arg(5))
            return Call::error(value ? EAGAIN : EFAULT);
    }
    const unsigned woken = call.process.wakeFutex(call.arg(0), call.arg(2), ~0U);
    return {.value = woken + call.process.requeueFutex(call.arg(0), call.arg(4), call.arg(3))};
}

/// The word is the owner's id; who waits is handed it by the owner.
Answer lockPi(Call& call, const FutexTime& time, bool waits)
{
    if (time.error != 0)
        return Call::error(time.error);
    if (call.thread.wasWoken)
        return {};
    const auto value = call.memory.load<std::uint32_t>(call.arg(0));
    if (!value)
        return Call::error(EFAULT);
    const std::uint32_t owner = *value & FUTEX_TID_MASK;
    const auto self = static_cast<std::uint32_t>(call.thread.id);
    if (owner == self)
        return Call::error(EDEADLK);
    if (owner == 0)
        return call.memory.store(call.arg(0), (*value & FUTEX_OWNER_DIED) | self)
                   ? Answer{}
                   : Call::error(EFAULT);
    if (call.hasTimedOut())
        return Call::error(ETIMEDOUT);
    const auto ownerId = static_cast<int>(owner);
    const bool isOther = call.process.findThread(ownerId) == nullptr;
    if (isOther && call.process.relatives().empty())
        return Call::error(ESRCH);
    if (!waits)
        return Call::error(EAGAIN);
    if (!call.memory.store(call.arg(0), *value | FUTEX_WAITERS))
        return Call::error(EFAULT);
    return waitInSteps(
        call, {.deadline = time.deadline, .futex = call.arg(0), .isPriorityInheriting = true});
}

Answer unlockPi(Call& call)
{
    const auto value = call.memory.load<std::uint32_t>(call.arg(0));
    if (!value)
        return Call::error(EFAULT);
    if ((*value & FUTEX_TID_MASK) != static_cast<std::uint32_t>(call.thread.id))
        return Call::error(EPERM);
    return call.process.handOverFutex(call.arg(0), 0) ? Answer{} : Call::error(EFAULT);
}

template <class Spec>
Answer futex(Call& call)
{
    const std::uint32_t operation = call.arg(1) & ~kFutexFlags;
    const bool isRealTime = (call.arg(1) & FUTEX_CLOCK_REALTIME) != 0;
    if (call.arg(0) % 4 != 0)
        return Call::error(EINVAL);
    if (isRealTime && operation != FUTEX_WAIT && operation != FUTEX_WAIT_BITSET &&
        operation != kLockPi2)
        return Call::error(ENOSYS);
    switch (operation) {
    case FUTEX_WAIT:
        return futexWait(call, timeAt<Spec>(call, false, false), ~0U);
    case FUTEX_WAIT_BITSET:
        return futexWait(call, timeAt<Spec>(call, true, isRealTime), call.arg(5));
    case FUTEX_WAKE:
        return {.value = call.process.wakeFutex(call.arg(0), call.arg(2), ~0U)};
    case FUTEX_WAKE_BITSET:
        return call.arg(5) == 0
                   ? Call::error(EINVAL)
                   : Answer{.value = call.process.wakeFutex(call.arg(0), call.arg(2), call.arg(5))};
    case FUTEX_REQUEUE:
        return requeue(call, false);
    case FUTEX_CMP_REQUEUE:
        return requeue(call, true);
    case FUTEX_WAKE_OP:
        return wakeAndChange(call);
    case FUTEX_LOCK_PI:
        return lockPi(call, timeAt<Spec>(call, true, true), true);
    case kLockPi2:
        return lockPi(call, timeAt<Spec>(call, true, isRealTime), true);
    case FUTEX_TRYLOCK_PI:
        return lockPi(call, {}, false);
    case FUTEX_UNLOCK_PI:
        return unlockPi(call);
    default:
        return Call::error(ENOSYS);
    }
}

} // namespace

Answer sysFutex(Call& call)
{
    return futex<TimeSpec32>(call);
}

Answer sysFutexTime64(Call& call)
{
    return futex<TimeSpec64>(call);
}

Answer sysSetRobustList(Call& call)
{
    constexpr std::uint32_t kHeadBytes = 12;
    if (call.arg(1) != kHeadBytes)
        return Call::error(EINVAL);
    call.thread.robustList = call.arg(0);
    return {};
}

Answer sysGetRobustList(Call& call)
{
    constexpr std::uint32_t kHeadBytes = 12;
    const int id = call.signedArg(0);
    const Thread* const thread = id == 0 ? &call.thread : call.process.findThread(id);
    if (thread == nullptr)
        return Call::error(ESRCH);
    return call.memory.store(call.arg(2), kHeadBytes) &&
                   call.memory.store(call.arg(1), thread->robustList)
               ? Answer{}
               : Call::error(EFAULT);
}

} // namespace perisphere::a7
