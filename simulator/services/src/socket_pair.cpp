#include "socket_pair.hpp"

#include <array>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace perisphere::services
{
namespace
{

std::optional<DescriptorPair> socketPair(int type)
{
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()) != 0)
        return std::nullopt;
    return DescriptorPair{.app = UniqueFd(ends[0]), .machine = UniqueFd(ends[1])};
}

} // namespace

std::optional<DescriptorPair> packetPair()
{
    return socketPair(SOCK_SEQPACKET);
}

std::optional<DescriptorPair> streamPair(int bufferBytes)
{
    auto pair = socketPair(SOCK_STREAM);
    if (!pair)
        return std::nullopt;
    for (const UniqueFd* end : {&pair->app, &pair->machine})
        ::setsockopt(end->get(), SOL_SOCKET, SO_SNDBUF, &bufferBytes, sizeof bufferBytes);
    return pair;
}

std::optional<DescriptorPair> handlePair()
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return std::nullopt;
    return DescriptorPair{.app = UniqueFd(ends[0]), .machine = UniqueFd(ends[1])};
}

} // namespace perisphere::services
