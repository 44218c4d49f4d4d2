#include "perisphere/remote/network_socket.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <charconv>
#include <memory>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace perisphere::remote
{
namespace
{

constexpr int kBacklog = 16;

struct FreeAddresses {
    void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};
using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

Result<Addresses> find(const Endpoint& endpoint, int flags)
{
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    wanted.ai_flags = flags | AI_NUMERICSERV;
    addrinfo* found = nullptr;
    const std::string port = std::to_string(endpoint.port);
    const int code = ::getaddrinfo(endpoint.host.c_str(), port.c_str(), &wanted, &found);
    if (code != 0)
        return fail(ErrorCode::NotFound,
                    fmt::format("cannot find {}: {}", endpoint.host, ::gai_strerror(code)));
    return Addresses(found);
}

/// A peer that is gone without a word is noticed within minutes.
void keepAlive(int socket)
{
    const int on = 1;
    const int seconds = 60;
    ::setsockopt(socket, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    ::setsockopt(socket, IPPROTO_TCP, TCP_KEEPIDLE, &seconds, sizeof seconds);
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

} // namespace

Result<Endpoint> parseEndpoint(std::string_view text)
{
    const auto colon = text.rfind(':');
    std::string_view host = text.substr(0, colon);
    Endpoint endpoint;
    bool isGood = colon != std::string_view::npos && !host.empty();
    if (isGood) {
        const std::string_view port = text.substr(colon + 1);
        const auto [end, error] =
            std::from_chars(port.data(), port.data() + port.size(), endpoint.port);
        isGood = error == std::errc() && end == port.data() + port.size();
    }
    if (isGood && host.front() == '[' && host.back() == ']')
        host = host.substr(1, host.size() - 2);
    else if (host.find(':') != std::string_view::npos)
        isGood = false;
    if (!isGood)
        return fail(Error{.code = ErrorCode::InvalidArgument,
                          .message = fmt::format("\"{}\" is no host and port", text),
                          .where = {},
                          .expected = "HOST:PORT, or [ADDRESS]:PORT for IPv6"});
    endpoint.host = std::string(host);
    return endpoint;
}

Result<UniqueFd> listenAt(const Endpoint& endpoint)
{
    const auto addresses = find(endpoint, AI_PASSIVE | AI_NUMERICHOST);
    if (!addresses)
        return fail(addresses.error());
    const addrinfo& one = **addresses;
    UniqueFd socket(::socket(one.ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const int on = 1;
    if (socket)
        ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (!socket || ::bind(socket.get(), one.ai_addr, one.ai_addrlen) != 0 ||
        ::listen(socket.get(), kBacklog) != 0)
        return fail(
            systemError(errno, "listen at", fmt::format("{}:{}", endpoint.host, endpoint.port)));
    return socket;
}

Result<UniqueFd> connectTo(const Endpoint& endpoint)
{
    const auto addresses = find(endpoint, 0);
    if (!addresses)
        return fail(addresses.error());
    int error = 0;
    for (const addrinfo* one = addresses->get(); one != nullptr; one = one->ai_next) {
        UniqueFd socket(::socket(one->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
        if (socket && ::connect(socket.get(), one->ai_addr, one->ai_addrlen) == 0) {
            keepAlive(socket.get());
            return socket;
        }
        error = errno;
    }
    return fail(
        systemError(error, "connect to", fmt::format("{}:{}", endpoint.host, endpoint.port)));
}

std::uint16_t boundPort(int socket)
{
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    if (::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        return 0;
    const auto* const port = address.ss_family == AF_INET6
                                 ? &reinterpret_cast<sockaddr_in6*>(&address)->sin6_port
                                 : &reinterpret_cast<sockaddr_in*>(&address)->sin_port;
    return ntohs(*port);
}

} // namespace perisphere::remote
