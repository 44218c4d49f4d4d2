// Waiting for descriptors: poll and select.

#include "waits.hpp"

#include <array>
#include <cerrno>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

namespace perisphere::a7
{
namespace
{

constexpr std::uint32_t kMaxPolled = 4096;

Answer pollDescriptors(Call& call, const Timeout& timeout)
{
    const std::uint32_t count = call.arg(1);
    if (count > kMaxPolled)
        return Call::error(EINVAL);
    auto* const polled = reinterpret_cast<pollfd*>(call.memory.host(call.arg(0)));
    if (count != 0 && !call.memory.isWritable(call.arg(0), count * sizeof(pollfd)))
        return Call::error(EFAULT);
    call.process.expireTimers();
    const int ready = ::poll(polled, count, 0);
    if (ready != 0 || !goesOn(call, timeout))
        return endWait(call, timeout, ready);
    Wait wait = waitUntil(call, timeout);
    wait.descriptors.assign(polled, polled + count);
    return call.wait(std::move(wait));
}

/// Bits of the sets of select(), which have no size but that of the table of descriptors.
constexpr int kMaxSelected = 65536;
using SelectSet = std::vector<std::uint64_t>;

Answer selectDescriptors(Call& call, const Timeout& timeout)
{
    if (call.signedArg(0) < 0)
        return Call::error(EINVAL);
    const int count = std::min(call.signedArg(0), kMaxSelected);
    const std::size_t bytes = (static_cast<std::size_t>(count) + 31) / 32 * 4;
    std::array<SelectSet, 3> sets;
    for (unsigned i = 0; i < sets.size(); ++i) {
        sets[i].resize((bytes + 7) / 8);
        const std::uint32_t address = call.arg(1 + i);
        if (address == 0)
            continue;
        if (!call.memory.isWritable(address, bytes) ||
            !call.memory.copyFrom(sets[i].data(), address, bytes))
            return Call::error(EFAULT);
    }
    const auto isIn = [&](unsigned set, int fd) {
        return (sets[set][static_cast<unsigned>(fd) / 64] >> static_cast<unsigned>(fd) % 64 & 1) !=
               0;
    };
    std::vector<pollfd> awaited;
    for (int fd = 0; fd < count; ++fd) {
        const short events = static_cast<short>(
            (isIn(0, fd) ? POLLIN : 0) | (isIn(1, fd) ? POLLOUT : 0) | (isIn(2, fd) ? POLLPRI : 0));
        if (events != 0)
            awaited.push_back({.fd = fd, .events = events, .revents = 0});
    }
    call.process.expireTimers();
    timeval zero{};
    const auto ready =
        ::syscall(SYS_select, count, sets[0].data(), sets[1].data(), sets[2].data(), &zero);
    if (ready == 0 && goesOn(call, timeout)) {
        Wait wait = waitUntil(call, timeout);
        wait.descriptors = std::move(awaited);
        return call.wait(std::move(wait));
    }
    const Answer answer = endWait(call, timeout, ready);
    if (ready >= 0)
        for (unsigned i = 0; i < sets.size(); ++i)
            if (call.arg(1 + i) != 0 && !call.memory.copyTo(call.arg(1 + i), sets[i].data(), bytes))
                return Call::error(EFAULT);
    return answer;
}

Answer ppoll(Call& call, TimeForm form)
{
    Timeout timeout;
    if (const int error = readTimeout(call, call.arg(2), form, timeout))
        return Call::error(error);
    if (const int error = takeMask(call, call.arg(3), call.arg(4)))
        return Call::error(error);
    return pollDescriptors(call, timeout);
}

Answer pselect(Call& call, TimeForm form)
{
    struct MaskArgument {
        std::uint32_t address;
        std::uint32_t bytes;
    };
    const auto mask = call.arg(5) == 0 ? std::optional<MaskArgument>(MaskArgument{})
                                       : call.memory.load<MaskArgument>(call.arg(5));
    if (!mask)
        return Call::error(EFAULT);
    Timeout timeout;
    if (const int error = readTimeout(call, call.arg(4), form, timeout))
        return Call::error(error);
    if (const int error = takeMask(call, mask->address, mask->bytes))
        return Call::error(error);
    return selectDescriptors(call, timeout);
}

} // namespace

Answer sysPoll(Call& call)
{
    return pollDescriptors(call, timeoutOf(call.signedArg(2)));
}

Answer sysPpoll(Call& call)
{
    return ppoll(call, TimeForm::Spec32);
}

Answer sysPpollTime64(Call& call)
{
    return ppoll(call, TimeForm::Spec64);
}

Answer sysSelect(Call& call)
{
    Timeout timeout;
    if (const int error = readTimeout(call, call.arg(4), TimeForm::Val32, timeout))
        return Call::error(error);
    return selectDescriptors(call, timeout);
}

Answer sysPselect6(Call& call)
{
    return pselect(call, TimeForm::Spec32);
}

Answer sysPselect6Time64(Call& call)
{
    return pselect(call, TimeForm::Spec64);
}

} // namespace perisphere::a7
