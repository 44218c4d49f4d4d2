// Limits of resources, what was used of them, and priorities.

#include "../device_facts.hpp"
#include "../guest_structs.hpp"
#include "../syscall.hpp"

#include <array>
#include <cerrno>
#include <optional>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

namespace perisphere::a7
{
namespace
{

/// Those that the host keeps for the program; others would hit the emulator, and are only told.
bool isHosts(unsigned resource)
{
    return resource == RLIMIT_NOFILE || resource == RLIMIT_FSIZE || resource == RLIMIT_CORE;
}

/// What the device's kernel begins with: the rules of Linux, with memory of that size. Of those
/// that depend on it, threads and waiting signals, half of what an eighth of the memory holds.
std::optional<rlimit> limitOnDevice(unsigned resource)
{
    constexpr rlim_t kThreadStack = 8192;
    constexpr rlim_t kThreads = kDeviceMemoryKib * 1024 / (8 * kThreadStack) / 2;
    const auto both = [](rlim_t value) { return rlimit{.rlim_cur = value, .rlim_max = value}; };
    switch (resource) {
    case RLIMIT_STACK:
        return rlimit{.rlim_cur = 8 << 20, .rlim_max = RLIM_INFINITY};
    case RLIMIT_NPROC:
    case RLIMIT_SIGPENDING:
        return both(kThreads);
    case RLIMIT_MEMLOCK:
        return both(65536);
    case RLIMIT_MSGQUEUE:
        return both(819200);
    case RLIMIT_NICE:
    case RLIMIT_RTPRIO:
        return both(0);
    default:
        return isHosts(resource) ? std::nullopt : std::optional(both(RLIM_INFINITY));
    }
}

bool limitOf(Call& call, unsigned resource, rlimit& limit)
{
    if (resource >= RLIM_NLIMITS)
        return false;
    limit = call.process.limit(resource);
    return true;
}

Answer setLimit(Call& call, unsigned resource, const rlimit& wanted)
{
    rlimit current{};
    if (!limitOf(call, resource, current) || wanted.rlim_cur > wanted.rlim_max)
        return Call::error(EINVAL);
    if (wanted.rlim_max > current.rlim_max)
        return Call::error(EPERM);
    if (isHosts(resource))
        return Call::result(::setrlimit(static_cast<__rlimit_resource>(resource), &wanted));
    call.process.limits()[resource] = wanted;
    return {};
}

struct Limit32 {
    std::uint32_t current;
    std::uint32_t most;
};

Answer storeLimit(Call& call, std::uint32_t infinity)
{
    rlimit limit{};
    if (!limitOf(call, call.arg(0), limit))
        return Call::error(EINVAL);
    const auto narrow = [&](rlim_t value) {
        return value >= infinity ? infinity : static_cast<std::uint32_t>(value);
    };
    return call.memory.store(call.arg(1), Limit32{narrow(limit.rlim_cur), narrow(limit.rlim_max)})
               ? Answer{}
               : Call::error(EFAULT);
}

/// What the emulator itself uses is nothing of the program's.
void setTime(Call& call, rusage& usage)
{
    const bool isOfThread = call.signedArg(0) == RUSAGE_THREAD;
    const auto time =
        call.process.clockTime(isOfThread ? CLOCK_THREAD_CPUTIME_ID : CLOCK_PROCESS_CPUTIME_ID)
            .value_or(Instant());
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    usage.ru_utime.tv_sec = seconds.count();
    usage.ru_utime.tv_usec =
        std::chrono::duration_cast<std::chrono::microseconds>(time - seconds).count();
    usage.ru_stime = {};
}

rusage usageOnDevice(Call& call)
{
    rusage usage{};
    usage.ru_maxrss = static_cast<long>((call.process.memoryUse().own + 1023) / 1024);
    return usage;
}

bool isOwnPriority(Call& call)
{
    const int who = call.signedArg(1);
    return who == 0 || (call.arg(0) == PRIO_PROCESS && call.process.findThread(who) != nullptr);
}

} // namespace

rlimit Process::Impl::limit(unsigned resource) const
{
    const auto own = m_limits.find(resource);
    if (own != m_limits.end())
        return own->second;
    if (const auto ofDevice = m_view ? limitOnDevice(resource) : std::nullopt)
        return *ofDevice;
    rlimit limit{};
    ::getrlimit(static_cast<__rlimit_resource>(resource), &limit);
    return limit;
}

Answer sysUgetrlimit(Call& call)
{
    return storeLimit(call, 0xFFFFFFFF);
}

/// Whose infinity is the largest signed number.
Answer sysGetrlimit(Call& call)
{
    return storeLimit(call, 0x7FFFFFFF);
}

Answer sysSetrlimit(Call& call)
{
    const auto wanted = call.memory.load<Limit32>(call.arg(1));
    if (!wanted)
        return Call::error(EFAULT);
    const auto wide = [](std::uint32_t value) {
        return value == 0xFFFFFFFF ? RLIM_INFINITY : rlim_t{value};
    };
    return setLimit(call, call.arg(0), {wide(wanted->current), wide(wanted->most)});
}

Answer sysPrlimit64(Call& call)
{
    if (call.arg(0) != 0 && call.signedArg(0) != call.process.processId() &&
        call.process.findThread(call.signedArg(0)) == nullptr)
        return Call::error(EPERM); // limits of other processes are not the program's to know
    rlimit before{};
    if (!limitOf(call, call.arg(1), before))
        return Call::error(EINVAL);
    if (call.arg(2) != 0) {
        const auto wanted = call.memory.load<rlimit>(call.arg(2));
        if (!wanted)
            return Call::error(EFAULT);
        if (const Answer answer = setLimit(call, call.arg(1), *wanted); answer.value != 0)
            return answer;
    }
    return call.arg(3) == 0 || call.memory.store(call.arg(3), before) ? Answer{}
                                                                      : Call::error(EFAULT);
}

Answer sysGetrusage(Call& call)
{
    rusage host{};
    if (::getrusage(static_cast<__rusage_who>(call.signedArg(0)), &host) != 0)
        return Call::result(-1);
    const bool isOfChildren = call.signedArg(0) == RUSAGE_CHILDREN;
    if (call.process.clock().isVirtual())
        host = isOfChildren ? rusage{} : usageOnDevice(call);
    if (!isOfChildren)
        setTime(call, host);
    return call.memory.store(call.arg(1), usage32Of(host)) ? Answer{} : Call::error(EFAULT);
}

/// The kernel's answer: 20 less the nice value, so that it is never negative.
Answer sysGetpriority(Call& call)
{
    if (call.arg(0) > PRIO_USER)
        return Call::error(EINVAL);
    constexpr int kMiddle = 20;
    return isOwnPriority(call) ? Answer{.value = kMiddle - call.process.niceness()}
                               : Call::error(ESRCH);
}

Answer sysSetpriority(Call& call)
{
    if (call.arg(0) > PRIO_USER)
        return Call::error(EINVAL);
    if (!isOwnPriority(call))
        return Call::error(ESRCH);
    constexpr int kNicest = 19;
    const int wanted = std::clamp(call.signedArg(2), -kNicest - 1, kNicest);
    if (wanted < call.process.niceness())
        return Call::error(EACCES);
    call.process.setNiceness(wanted);
    return {};
}

Answer sysNice(Call& call)
{
    constexpr int kNicest = 19;
    if (call.signedArg(0) < 0)
        return Call::error(EPERM);
    call.process.setNiceness(
        std::min(call.process.niceness() + std::min(call.signedArg(0), kNicest * 2), kNicest));
    return {};
}

} // namespace perisphere::a7
