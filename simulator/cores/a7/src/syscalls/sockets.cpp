// Sockets and the bytes that go through them.

#include "local_addresses.hpp"
#include "shown_addresses.hpp"
#include "socket_waits.hpp"

#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace perisphere::a7
{
namespace
{

/// The families that apps have; others act on the host as a whole.
bool isOfApps(int family)
{
    return family == AF_UNIX || family == AF_INET || family == AF_INET6 || family == AF_NETLINK;
}

/// An address that a call gives: as much of it as the program has room for, and its length.
class GivenAddress
{
public:
    GivenAddress(Call& call, unsigned address, unsigned length)
        : m_call(call)
        , m_address(call.arg(address))
        , m_length(call.arg(length))
    {
        if (m_address == 0)
            return;
        const auto room = call.memory.load<std::int32_t>(m_length);
        m_error = !room ? EFAULT : *room < 0 ? EINVAL : 0;
        m_room = static_cast<std::uint32_t>(room.value_or(0));
    }
    [[nodiscard]] int error() const { return m_error; }
    [[nodiscard]] sockaddr* host()
    {
        return m_address == 0 ? nullptr : reinterpret_cast<sockaddr*>(&m_host);
    }
    [[nodiscard]] socklen_t* hostBytes() { return m_address == 0 ? nullptr : &m_bytes; }
    [[nodiscard]] bool store()
    {
        const std::uint32_t count = std::min({m_room, m_bytes, kMaxAddress});
        return m_address == 0 || (m_call.memory.copyTo(m_address, &m_host, count) &&
                                  m_call.memory.store(m_length, m_bytes));
    }

private:
    Call& m_call;
    std::uint32_t m_address;
    std::uint32_t m_length;
    std::uint32_t m_room = 0;
    int m_error = 0;
    sockaddr_storage m_host{};
    socklen_t m_bytes = sizeof m_host;
};

template <class Function>
Answer tellAddress(Call& call, Function function)
{
    GivenAddress address(call, 1, 2);
    if (call.arg(1) == 0 || address.error() != 0)
        return Call::error(call.arg(1) == 0 ? EFAULT : address.error());
    if (function(call.signedArg(0), address.host(), address.hostBytes()) != 0)
        return Call::result(-1);
    return address.store() ? Answer{} : Call::error(EFAULT);
}

Answer acceptSocket(Call& call, int flags)
{
    const int fd = call.signedArg(0);
    if (call.wouldBlock(fd, POLLIN))
        return waitForSocket(call, fd, POLLIN);
    GivenAddress address(call, 1, 2);
    if (address.error() != 0)
        return Call::error(address.error());
    const int accepted = ::accept4(fd, address.host(), address.hostBytes(), flags);
    if (accepted < 0 || address.store())
        return Call::result(accepted);
    ::close(accepted);
    return Call::error(EFAULT);
}

Answer sendBytes(Call& call, sockaddr* address, std::uint32_t addressBytes)
{
    const int fd = call.signedArg(0);
    const std::uint8_t* const data = call.bytes(1, call.arg(2));
    return transferAll(call, fd, POLLOUT, call.arg(3), call.arg(2), false,
                       [&](std::size_t done, std::size_t bytes) {
                           return ::sendto(fd, data + done, bytes, call.signedArg(3) | MSG_DONTWAIT,
                                           address, addressBytes);
                       });
}

Answer receiveBytes(Call& call, sockaddr* address, socklen_t* addressBytes)
{
    const int fd = call.signedArg(0);
    std::uint8_t* const data = call.bytes(1, call.arg(2));
    // Only a stream is read until there is enough.
    int type = 0;
    socklen_t typeBytes = sizeof type;
    const bool wantsAll = (call.arg(3) & (MSG_WAITALL | MSG_PEEK)) == MSG_WAITALL &&
                          ::getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &typeBytes) == 0 &&
                          type == SOCK_STREAM;
    return transferAll(call, fd, POLLIN, call.arg(3), call.arg(2), !wantsAll,
                       [&](std::size_t done, std::size_t bytes) {
                           const ssize_t received =
                               ::recvfrom(fd, data + done, bytes, call.signedArg(3) | MSG_DONTWAIT,
                                          address, addressBytes);
                           if (received >= 0 && address != nullptr)
                               showNameServer(call, address, *addressBytes);
                           return received;
                       });
}

} // namespace

Answer sysSocket(Call& call)
{
    if (!isOfApps(call.signedArg(0)))
        return Call::error(EAFNOSUPPORT);
    return Call::result(::socket(call.signedArg(0), call.signedArg(1), call.signedArg(2)));
}

Answer sysSocketpair(Call& call)
{
    if (!isOfApps(call.signedArg(0)))
        return Call::error(EAFNOSUPPORT);
    int ends[2] = {-1, -1};
    if (::socketpair(call.signedArg(0), call.signedArg(1), call.signedArg(2), ends) != 0)
        return Call::result(-1);
    if (call.memory.store(call.arg(3), ends))
        return {};
    ::close(ends[0]);
    ::close(ends[1]);
    return Call::error(EFAULT);
}

Answer sysBind(Call& call)
{
    if (const int error = refusalOf(call, call.arg(1), call.arg(2), AddressUse::Take))
        return Call::error(error);
    return Call::result(::bind(call.signedArg(0), addressAt(call, 1), call.arg(2)));
}

/// In blocking mode the host does not wait for it: the thread does, and connects again, which tells
/// how it went.
Answer sysConnect(Call& call)
{
    if (const int error = refusalOf(call, call.arg(1), call.arg(2), AddressUse::Reach))
        return Call::error(error);
    const int fd = call.signedArg(0);
    const int flags = ::fcntl(fd, F_GETFL);
    if (flags < 0 || (flags & O_NONBLOCK) != 0)
        return Call::result(::connect(fd, addressAt(call, 1), call.arg(2)));
    std::uint32_t& isOnItsWay = call.thread.progress;
    if (call.hasTimedOut() && isOnItsWay != 0) {
        isOnItsWay = 0;
        return Call::error(EINPROGRESS); // SO_SNDTIMEO
    }
    ::fcntl(fd, F_SETFL, flags | O_NONBLOCK);
    const int result = ::connect(fd, addressAt(call, 1), call.arg(2));
    const int error = errno;
    ::fcntl(fd, F_SETFL, flags);
    if (result == 0 || (error == EISCONN && isOnItsWay != 0))
        return {};
    if (error == EINPROGRESS || error == EALREADY) {
        isOnItsWay = 1;
        const Answer answer = waitForSocket(call, fd, POLLOUT);
        call.thread.wait.countsProgress = false;
        return answer;
    }
    if (error == EAGAIN) { // too many wait at a local socket: nothing tells when there is room
        constexpr auto kLook = std::chrono::milliseconds(5);
        return call.wait({.deadline = call.process.now() + kLook, .isLook = true});
    }
    return Call::error(error);
}

Answer sysListen(Call& call)
{
    return Call::result(::listen(call.signedArg(0), call.signedArg(1)));
}

Answer sysAccept4(Call& call)
{
    return acceptSocket(call, call.signedArg(3));
}

Answer sysAccept(Call& call)
{
    return acceptSocket(call, 0);
}

Answer sysGetsockname(Call& call)
{
    return tellAddress(call, ::getsockname);
}

Answer sysGetpeername(Call& call)
{
    return tellAddress(call, ::getpeername);
}

Answer sysShutdown(Call& call)
{
    return Call::result(::shutdown(call.signedArg(0), call.signedArg(1)));
}

Answer sysSend(Call& call)
{
    return sendBytes(call, nullptr, 0);
}

Answer sysSendto(Call& call)
{
    if (call.arg(4) != 0 && call.arg(5) > kMaxAddress)
        return Call::error(EINVAL);
    if (const int error = refusalOf(call, call.arg(4), call.arg(5), AddressUse::Reach))
        return Call::error(error);
    return sendBytes(call, addressAt(call, 4), call.arg(5));
}

Answer sysRecv(Call& call)
{
    return receiveBytes(call, nullptr, nullptr);
}

Answer sysRecvfrom(Call& call)
{
    GivenAddress address(call, 4, 5);
    if (address.error() != 0)
        return Call::error(address.error());
    const Answer answer = receiveBytes(call, address.host(), address.hostBytes());
    return answer.isWaiting || answer.value < 0 || address.store() ? answer : Call::error(EFAULT);
}

} // namespace perisphere::a7
