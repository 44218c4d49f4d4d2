// Waiting for descriptors: poll, select, epoll.

#include "../guest_structs.hpp"
#include "../syscall.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <sys/epoll.h>
#include <sys/select.h>

namespace perisphere::a7
{
namespace
{

constexpr std::uint32_t kMaxPolled = 4096;
constexpr std::uint32_t kMaxEvents = 1024;

enum class Duration : std::uint8_t { Spec32, Spec64, Val32 };

/// A time-out of an argument: nullopt in `value` for none at all. false: EFAULT or EINVAL.
bool timeoutAt(Call& call, std::uint32_t address, Duration form, std::optional<Instant>& value)
{
    if (address == 0)
        return true;
    if (form == Duration::Spec64) {
        const auto time = call.memory.load<TimeSpec64>(address);
        if (!time)
            return false;
        value = instantOf(*time);
        return true;
    }
    const auto time = call.memory.load<TimeSpec32>(address);
    if (!time)
        return false;
    const std::int64_t fraction =
        form == Duration::Val32 ? time->nanoseconds * 1000LL : time->nanoseconds;
    value = instantOf(time->seconds, fraction);
    return true;
}

/// Blocks the signals of a mask for as long as the call waits.
bool takeMask(Call& call, std::uint32_t address)
{
    if (address == 0 || call.thread.savedMask)
        return true;
    const auto mask = call.memory.load<SignalSet>(address);
    if (!mask)
        return false;
    call.thread.savedMask = call.thread.blocked;
    call.thread.blocked = *mask & ~kUnblockable;
    return true;
}

Answer pollDescriptors(Call& call, std::optional<Instant> timeout)
{
    const std::uint32_t count = call.arg(1);
    if (count > kMaxPolled)
        return Call::error(EINVAL);
    auto* const polled = reinterpret_cast<pollfd*>(call.memory.host(call.arg(0)));
    if (count != 0 && !call.memory.isWritable(call.arg(0), count * sizeof(pollfd)))
        return Call::error(EFAULT);
    call.process.expireTimers();
    const int ready = ::poll(polled, count, 0);
    if (ready != 0 || call.hasTimedOut() || timeout == Instant::zero())
        return Call::result(ready);
    Wait wait{.forSignal = true};
    wait.descriptors.assign(polled, polled + count);
    if (timeout)
        wait.deadline = call.deadlineAfter(*timeout);
    return call.wait(std::move(wait));
}

Answer selectDescriptors(Call& call, std::optional<Instant> timeout)
{
    const int count = call.signedArg(0);
    if (count < 0 || count > FD_SETSIZE)
        return Call::error(EINVAL);
    fd_set sets[3];
    std::size_t bytes = (static_cast<std::size_t>(count) + 31) / 32 * 4;
    for (unsigned i = 0; i < 3; ++i) {
        FD_ZERO(&sets[i]);
        const std::uint32_t address = call.arg(1 + i);
        if (address == 0)
            continue;
        if (!call.memory.isWritable(address, bytes) ||
            !call.memory.copyFrom(&sets[i], address, bytes))
            return Call::error(EFAULT);
    }
    Wait wait{.forSignal = true};
    for (int fd = 0; fd < count; ++fd) {
        const short events = static_cast<short>((FD_ISSET(fd, &sets[0]) ? POLLIN : 0) |
                                                (FD_ISSET(fd, &sets[1]) ? POLLOUT : 0) |
                                                (FD_ISSET(fd, &sets[2]) ? POLLPRI : 0));
        if (events != 0)
            wait.descriptors.push_back({.fd = fd, .events = events, .revents = 0});
    }
    call.process.expireTimers();
    timeval zero{};
    const int ready = ::select(count, &sets[0], &sets[1], &sets[2], &zero);
    if (ready == 0 && !call.hasTimedOut() && timeout != Instant::zero()) {
        if (timeout)
            wait.deadline = call.deadlineAfter(*timeout);
        return call.wait(std::move(wait));
    }
    if (ready >= 0)
        for (unsigned i = 0; i < 3; ++i)
            if (call.arg(1 + i) != 0 && !call.memory.copyTo(call.arg(1 + i), &sets[i], bytes))
                return Call::error(EFAULT);
    return Call::result(ready);
}

Answer epollWait(Call& call, std::optional<Instant> timeout)
{
    const std::uint32_t most = std::min(call.arg(2), kMaxEvents);
    if (most == 0)
        return Call::error(EINVAL);
    if (!call.memory.isWritable(call.arg(1), most * sizeof(EpollEvent32)))
        return Call::error(EFAULT);
    call.process.expireTimers();
    std::array<epoll_event, kMaxEvents> events;
    const int ready = ::epoll_wait(call.signedArg(0), events.data(), static_cast<int>(most), 0);
    if (ready == 0 && !call.hasTimedOut() && timeout != Instant::zero()) {
        Wait wait{.descriptors = {{.fd = call.signedArg(0), .events = POLLIN, .revents = 0}},
                  .forSignal = true};
        if (timeout)
            wait.deadline = call.deadlineAfter(*timeout);
        return call.wait(std::move(wait));
    }
    for (int i = 0; i < ready; ++i)
        (void)call.memory.store(call.arg(1) + static_cast<std::uint32_t>(i) * 16,
                                EpollEvent32{.events = events[static_cast<std::size_t>(i)].events,
                                             .data = events[static_cast<std::size_t>(i)].data.u64});
    return Call::result(ready);
}

std::optional<Instant> milliseconds(std::int32_t value)
{
    return value < 0 ? std::nullopt : std::optional<Instant>(std::chrono::milliseconds(value));
}

} // namespace

Answer sysPoll(Call& call)
{
    return pollDescriptors(call, milliseconds(call.signedArg(2)));
}

Answer sysPpoll(Call& call)
{
    std::optional<Instant> timeout;
    if (!timeoutAt(call, call.arg(2), Duration::Spec32, timeout) || !takeMask(call, call.arg(3)))
        return Call::error(EFAULT);
    return pollDescriptors(call, timeout);
}

Answer sysPpollTime64(Call& call)
{
    std::optional<Instant> timeout;
    if (!timeoutAt(call, call.arg(2), Duration::Spec64, timeout) || !takeMask(call, call.arg(3)))
        return Call::error(EFAULT);
    return pollDescriptors(call, timeout);
}

Answer sysSelect(Call& call)
{
    std::optional<Instant> timeout;
    if (!timeoutAt(call, call.arg(4), Duration::Val32, timeout))
        return Call::error(EFAULT);
    return selectDescriptors(call, timeout);
}

Answer sysPselect6(Call& call)
{
    std::optional<Instant> timeout;
    struct MaskArgument {
        std::uint32_t address;
        std::uint32_t bytes;
    };
    const auto mask = call.arg(5) == 0 ? std::optional<MaskArgument>(MaskArgument{})
                                       : call.memory.load<MaskArgument>(call.arg(5));
    if (!mask || !timeoutAt(call, call.arg(4), Duration::Spec32, timeout) ||
        !takeMask(call, mask->address))
        return Call::error(EFAULT);
    return selectDescriptors(call, timeout);
}

Answer sysEpollCreate1(Call& call)
{
    return Call::result(::epoll_create1(call.signedArg(0)));
}

Answer sysEpollCreate(Call& call)
{
    return call.signedArg(0) > 0 ? Call::result(::epoll_create1(0)) : Call::error(EINVAL);
}

Answer sysEpollCtl(Call& call)
{
    epoll_event event{};
    if (call.signedArg(1) != EPOLL_CTL_DEL) {
        const auto given = call.memory.load<EpollEvent32>(call.arg(3));
        if (!given)
            return Call::error(EFAULT);
        event.events = given->events;
        event.data.u64 = given->data;
    }
    return Call::result(
        ::epoll_ctl(call.signedArg(0), call.signedArg(1), call.signedArg(2), &event));
}

Answer sysEpollWait(Call& call)
{
    return epollWait(call, milliseconds(call.signedArg(3)));
}

Answer sysEpollPwait(Call& call)
{
    if (!takeMask(call, call.arg(4)))
        return Call::error(EFAULT);
    return epollWait(call, milliseconds(call.signedArg(3)));
}

} // namespace perisphere::a7
