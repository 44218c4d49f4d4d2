#include "clock.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <sys/socket.h>
#include <sys/uio.h>
#include <utility>

namespace perisphere::a7
{
namespace
{

constexpr std::int64_t kPicosecondsPerNanosecond = 1000;
constexpr std::uint64_t kKibibyte = 1024;

} // namespace

Instant Clock::durationOf(std::uint64_t instructions)
{
    return Instant(static_cast<std::int64_t>(instructions) * protocol::kPicosecondsPerInstruction /
                   kPicosecondsPerNanosecond);
}

Instant Clock::now(std::uint64_t instructions) const
{
    if (!isVirtual()) {
        timespec time{};
        ::clock_gettime(CLOCK_MONOTONIC, &time);
        return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
    }
    return m_base + durationOf(instructions - m_baseAt);
}

std::uint64_t Clock::instructionsUntil(Instant time, std::uint64_t instructions) const
{
    return instructionsIn(time - now(instructions));
}

std::uint64_t Clock::instructionsIn(Instant left)
{
    if (left <= Instant::zero())
        return 0;
    // Far more than anyone executes at a time, and far from an overflow.
    constexpr Instant kMost = std::chrono::seconds(10);
    return static_cast<std::uint64_t>((std::min(left, kMost).count() * kPicosecondsPerNanosecond +
                                       protocol::kPicosecondsPerInstruction - 1) /
                                      protocol::kPicosecondsPerInstruction);
}

bool Clock::report(protocol::ClockReport::Kind kind, std::uint64_t instructions,
                   std::optional<Instant> wakeAt)
{
    const protocol::ClockReport report{
        .kind = kind,
        .memoryKib = static_cast<std::uint32_t>((m_memoryUse + kKibibyte - 1) / kKibibyte),
        .now = now(instructions).count(),
        .wakeAt = wakeAt ? wakeAt->count() : protocol::kNoClockInstant};
    ssize_t sent = 0;
    do
        sent = ::send(m_link.get(), &report, sizeof report, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent == sizeof report;
}

bool Clock::awaitGrant(std::uint64_t instructions)
{
    protocol::ClockGrant grant;
    std::array<char, protocol::kMostOtherApps> others;
    std::array<iovec, 2> parts{
        {{.iov_base = &grant, .iov_len = sizeof grant}, {others.data(), others.size()}}};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    ssize_t received = 0;
    do
        received = ::recvmsg(m_link.get(), &message, 0);
    while (received < 0 && errno == EINTR);
    if (received < ssize_t{sizeof grant})
        return false;
    m_memory.mayUse = grant.memoryKib == protocol::kAnyMemory
                          ? std::nullopt
                          : std::optional(grant.memoryKib * kKibibyte);
    m_memory.ofOthers = grant.otherAppsKib * kKibibyte;
    m_memory.others.assign(others.data(), static_cast<std::size_t>(received) - sizeof grant);
    m_base = Instant(grant.now);
    m_baseAt = instructions;
    m_until = Instant(grant.until);
    if (!std::exchange(m_hasBegun, true)) {
        m_realTime = Instant(grant.realTime);
        m_seed = grant.seed;
    }
    return true;
}

} // namespace perisphere::a7
