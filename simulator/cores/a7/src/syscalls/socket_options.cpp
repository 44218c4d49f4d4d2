// Options of sockets. Those that hold addresses of memory, or act on the host as a whole, are not
// there.

#include "../guest_structs.hpp"
#include "socket_waits.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>

namespace perisphere::a7
{
namespace
{

// Of the kernel's asm/socket.h; 64-bit times under 32-bit processors.
constexpr int kReceiveTimeNew = 66;
constexpr int kSendTimeNew = 67;
constexpr int kAttachBpf = 50;
constexpr int kAttachReusePortCbpf = 51;
constexpr int kAttachReusePortEbpf = 52;

constexpr std::uint32_t kMaxValue = 4096;

bool isKnown(int level, int option)
{
    switch (level) {
    case SOL_SOCKET:
        return option != SO_ATTACH_FILTER && option != kAttachBpf &&
               option != kAttachReusePortCbpf && option != kAttachReusePortEbpf;
    case IPPROTO_IP:
        return option < 64 && option != MCAST_MSFILTER; // from there on: netfilter
    case IPPROTO_IPV6:
        return option != 64 && option != 65 && option != 68 && option != 69 &&
               option != MCAST_MSFILTER;
    case IPPROTO_TCP: {
        constexpr int kZeroCopyReceive = 35;
        constexpr int kUpperProtocol = 31;
        return option != kZeroCopyReceive && option != kUpperProtocol &&
               (option < TCP_REPAIR || option > TCP_REPAIR_OPTIONS);
    }
    case IPPROTO_UDP: {
        constexpr int kEncapsulation = 100;
        return option != kEncapsulation;
    }
    case IPPROTO_ICMPV6:
    case SOL_NETLINK:
        return true;
    default:
        return false;
    }
}

/// The host's number of an option that is a time, and how the program has it; 0: it is none.
int timeOption(int option, bool& isWide)
{
    isWide = option == kReceiveTimeNew || option == kSendTimeNew;
    if (option == SO_RCVTIMEO || option == kReceiveTimeNew)
        return SO_RCVTIMEO;
    return option == SO_SNDTIMEO || option == kSendTimeNew ? SO_SNDTIMEO : 0;
}

Answer setTime(Call& call, int option, bool isWide)
{
    if (call.arg(4) < (isWide ? sizeof(TimeVal64) : sizeof(TimeVal32)))
        return Call::error(EINVAL);
    timeval host{};
    if (isWide) {
        const auto time = call.memory.load<TimeVal64>(call.arg(3));
        if (!time)
            return Call::error(EFAULT);
        host = {.tv_sec = time->seconds, .tv_usec = time->microseconds};
    } else {
        const auto time = call.memory.load<TimeVal32>(call.arg(3));
        if (!time)
            return Call::error(EFAULT);
        host = {.tv_sec = time->seconds, .tv_usec = time->microseconds};
    }
    return Call::result(::setsockopt(call.signedArg(0), SOL_SOCKET, option, &host, sizeof host));
}

/// As much of a value as the program has room for, with the length that it is told.
Answer storeValue(Call& call, const void* value, std::uint32_t bytes)
{
    const auto room = call.memory.load<std::uint32_t>(call.arg(4));
    if (!room)
        return Call::error(EFAULT);
    if (static_cast<std::int32_t>(*room) < 0)
        return Call::error(EINVAL);
    const std::uint32_t count = std::min(bytes, *room);
    return call.memory.copyTo(call.arg(3), value, count) && call.memory.store(call.arg(4), count)
               ? Answer{}
               : Call::error(EFAULT);
}

Answer getTime(Call& call, int option, bool isWide)
{
    timeval host{};
    socklen_t bytes = sizeof host;
    if (::getsockopt(call.signedArg(0), SOL_SOCKET, option, &host, &bytes) != 0)
        return Call::result(-1);
    if (isWide) {
        const TimeVal64 time{.seconds = host.tv_sec, .microseconds = host.tv_usec};
        return storeValue(call, &time, sizeof time);
    }
    const TimeVal32 time{.seconds = static_cast<std::int32_t>(host.tv_sec),
                         .microseconds = static_cast<std::int32_t>(host.tv_usec)};
    return storeValue(call, &time, sizeof time);
}

/// Requests about multicast groups have their addresses at 4, the host at 8.
bool isGroupRequest(int level, int option)
{
    return (level == IPPROTO_IP || level == IPPROTO_IPV6) && option >= MCAST_JOIN_GROUP &&
           option <= MCAST_LEAVE_SOURCE_GROUP;
}

} // namespace

Answer sysSetsockopt(Call& call)
{
    const int level = call.signedArg(1);
    const int option = call.signedArg(2);
    bool isWide = false;
    if (const int time = level == SOL_SOCKET ? timeOption(option, isWide) : 0; time != 0)
        return setTime(call, time, isWide);
    if (!isKnown(level, option))
        return Call::error(ENOPROTOOPT);
    const std::uint32_t bytes = call.arg(4);
    if (static_cast<std::int32_t>(bytes) < 0)
        return Call::error(EINVAL);
    // A copy: what the host reads is what is known here.
    std::array<std::uint8_t, kMaxValue> value{};
    const std::uint32_t count = std::min(bytes, kMaxValue);
    if (!call.memory.copyFrom(value.data(), call.arg(3), count))
        return Call::error(EFAULT);
    std::uint32_t hostCount = count;
    if (isGroupRequest(level, option) && count > 4 && count + 4 <= kMaxValue) {
        std::memmove(value.data() + 8, value.data() + 4, count - 4);
        std::memset(value.data() + 4, 0, 4);
        hostCount += 4;
    }
    return Call::result(::setsockopt(call.signedArg(0), level, option, value.data(), hostCount));
}

Answer sysGetsockopt(Call& call)
{
    const int level = call.signedArg(1);
    const int option = call.signedArg(2);
    bool isWide = false;
    if (const int time = level == SOL_SOCKET ? timeOption(option, isWide) : 0; time != 0)
        return getTime(call, time, isWide);
    if (!isKnown(level, option))
        return Call::error(ENOPROTOOPT);
    const auto room = call.memory.load<std::uint32_t>(call.arg(4));
    if (!room)
        return Call::error(EFAULT);
    if (static_cast<std::int32_t>(*room) < 0)
        return Call::error(EINVAL);
    std::array<std::uint8_t, kMaxValue> value{};
    socklen_t bytes = std::min(*room, kMaxValue);
    if (::getsockopt(call.signedArg(0), level, option, value.data(), &bytes) != 0)
        return Call::result(-1);
    return storeValue(call, value.data(), bytes);
}

} // namespace perisphere::a7
