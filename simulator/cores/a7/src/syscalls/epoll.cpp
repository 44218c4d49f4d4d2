// Sets of descriptors to wait for: epoll.

#include "../guest_structs.hpp"
#include "waits.hpp"

#include <array>
#include <cerrno>
#include <climits>
#include <sys/epoll.h>
#include <unistd.h>

namespace perisphere::a7
{
namespace
{

constexpr std::int32_t kMaxEvents = 1024;

/// Whether events would have to be stored where there is no room for them. They stay in the set.
bool lacksRoom(Call& call)
{
    if (call.memory.isWritable(call.arg(1), sizeof(EpollEvent32)))
        return false;
    pollfd polled{.fd = call.signedArg(0), .events = POLLIN, .revents = 0};
    return ::poll(&polled, 1, 0) > 0 && (polled.revents & POLLIN) != 0;
}

Answer epollWait(Call& call, const Timeout& timeout)
{
    constexpr auto kMost = static_cast<std::int32_t>(INT_MAX / sizeof(EpollEvent32));
    const std::int32_t wanted = call.signedArg(2);
    if (wanted <= 0 || wanted > kMost)
        return Call::error(EINVAL);
    call.process.expireTimers();
    if (lacksRoom(call))
        return Call::error(EFAULT);
    std::array<epoll_event, kMaxEvents> events;
    const int ready =
        ::epoll_wait(call.signedArg(0), events.data(), std::min(wanted, kMaxEvents), 0);
    if (ready == 0 && goesOn(call, timeout)) {
        Wait wait = waitUntil(call, timeout);
        wait.descriptors = {{.fd = call.signedArg(0), .events = POLLIN, .revents = 0}};
        return call.wait(std::move(wait));
    }
    const Answer answer = Call::result(ready);
    for (int i = 0; i < ready; ++i) {
        const epoll_event& event = events[static_cast<std::size_t>(i)];
        if (!call.memory.store(call.arg(1) + static_cast<std::uint32_t>(i) * 16,
                               EpollEvent32{.events = event.events, .data = event.data.u64}))
            return i != 0 ? Answer{.value = i} : Call::error(EFAULT);
    }
    return answer;
}

} // namespace

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
    return epollWait(call, timeoutOf(call.signedArg(3)));
}

Answer sysEpollPwait(Call& call)
{
    if (const int error = takeMask(call, call.arg(4), call.arg(5)))
        return Call::error(error);
    return epollWait(call, timeoutOf(call.signedArg(3)));
}

Answer sysEpollPwait2(Call& call)
{
    Timeout timeout;
    if (const int error = readTimeout(call, call.arg(3), TimeForm::Spec64, timeout))
        return Call::error(error);
    if (const int error = takeMask(call, call.arg(4), call.arg(5)))
        return Call::error(error);
    return epollWait(call, {.value = timeout.value});
}

} // namespace perisphere::a7
