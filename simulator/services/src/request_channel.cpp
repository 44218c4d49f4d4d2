#include "request_channel.hpp"

#include <array>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <utility>

namespace perisphere::services
{

RequestChannel::RequestChannel(ChannelHub& hub, UniqueFd socket)
    : m_hub(hub)
    , m_socket(std::move(socket))
{
}

void RequestChannel::ready(std::uint32_t events)
{
    if (m_isAnswering && (events & (EPOLLHUP | EPOLLERR)) == 0) {
        // The next request came before the reply to this one. Seldom, so that the two system calls
        // of not watching meanwhile are not spent on every request.
        m_isMuted = true;
        m_hub.watch(*this, 0); // hang-ups are reported all the same
        return;
    }
    std::array<std::byte, protocol::kMaxMessageBytes> buffer;
    ssize_t size = -1;
    if ((events & EPOLLIN) != 0)
        size = ::recv(m_socket.get(), buffer.data(), buffer.size(), MSG_DONTWAIT | MSG_TRUNC);
    if (size < 0 && (events & (EPOLLHUP | EPOLLERR)) == 0)
        return; // EAGAIN, EINTR: it is reported again
    if (size <= 0 || static_cast<std::size_t>(size) > buffer.size()) {
        close();
        return;
    }
    const std::span bytes(buffer.data(), static_cast<std::size_t>(size));
    const device::ChannelPacket packet = device::readChannelPacket(bytes);
    if (!packet.isRequest) {
        takeWrite(bytes);
        return;
    }
    if (!packet.operation) {
        fail(packet.sequence, EPROTO);
        return;
    }
    m_isAnswering = true;
    handle({.operation = *packet.operation, .sequence = packet.sequence, .body = packet.body});
}

void RequestChannel::takeWrite(std::span<const std::byte> bytes)
{
    m_isAnswering = true;
    handleWrite(bytes);
}

void RequestChannel::handleWrite(std::span<const std::byte> /*bytes*/)
{
    finishWrite();
}

void RequestChannel::finishWrite()
{
    if (!m_isClosed)
        awaitNext();
}

void RequestChannel::awaitNext()
{
    m_isAnswering = false;
    if (std::exchange(m_isMuted, false))
        m_hub.watch(*this, EPOLLIN);
}

void RequestChannel::reply(std::uint32_t sequence, std::int64_t value,
                           std::span<const std::byte> payload)
{
    send(sequence, 0, value, payload);
}

void RequestChannel::fail(std::uint32_t sequence, int error)
{
    send(sequence, error, 0, {});
}

void RequestChannel::send(std::uint32_t sequence, int error, std::int64_t value,
                          std::span<const std::byte> payload)
{
    if (m_isClosed)
        return;
    awaitNext();
    const protocol::ReplyHeader header{.sequence = sequence, .error = error, .value = value};
    std::array<iovec, 2> pieces{
        {{.iov_base = const_cast<protocol::ReplyHeader*>(&header), .iov_len = sizeof header},
         {.iov_base = const_cast<std::byte*>(payload.data()), .iov_len = payload.size()}}};
    msghdr message{};
    message.msg_iov = pieces.data();
    message.msg_iovlen = pieces.size();
    if (::sendmsg(m_socket.get(), &message, MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
        close();
    m_hub.delivered();
}

void RequestChannel::close()
{
    if (std::exchange(m_isClosed, true))
        return;
    closed();
    m_hub.remove(*this);
}

} // namespace perisphere::services
