#include "device_nodes.hpp"

#include "perisphere/protocol/frame.hpp"
#include "perisphere/protocol/hello.hpp"
#include "syscall.hpp"

#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>

namespace perisphere::a7
{
namespace
{

int sendQuestion(int socket, const protocol::RequestHeader& header, std::span<const std::byte> body)
{
    std::array<iovec, 2> parts{{
        {.iov_base = const_cast<protocol::RequestHeader*>(&header), .iov_len = sizeof header},
        {.iov_base = const_cast<std::byte*>(body.data()), .iov_len = body.size()},
    }};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    return ::sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT) < 0 ? errno : 0;
}

} // namespace

std::optional<NodeReply> DeviceNodes::greet(Call& call)
{
    auto reply = askOver(call, m_connection,
                         protocol::HelloRequest{.version = protocol::kProtocolVersion,
                                                .flags = protocol::HelloRequest::kWithoutGpio});
    if (reply && reply->error == 0)
        m_isGreeted = true;
    return reply;
}

std::optional<NodeReply> DeviceNodes::exchange(Call& call, int socket,
                                               protocol::Operation operation,
                                               std::span<const std::byte> body)
{
    Thread& thread = call.thread;
    if (m_asking == thread.id)
        return receive(call, socket);
    if (m_asking != 0) {
        constexpr auto kLook = std::chrono::microseconds(10);
        (void)call.wait({.deadline = call.process.now() + kLook, .isLook = true});
        return std::nullopt;
    }
    const protocol::RequestHeader header{.operation = static_cast<std::uint16_t>(operation),
                                         .sequence = ++m_sequence};
    if (const int error = sendQuestion(socket, header, body))
        return NodeReply{.error = error == EPIPE || error == EBADF ? EIO : error};
    m_asking = thread.id;
    call.process.noteSent();
    if (!thread.savedMask) {
        thread.savedMask = thread.blocked; // until the call has its answer
        thread.blocked = ~SignalSet{0};
    }
    return receive(call, socket);
}

std::optional<NodeReply> DeviceNodes::receive(Call& call, int socket)
{
    std::array<std::byte, protocol::kMaxMessageBytes> bytes;
    iovec part{.iov_base = bytes.data(), .iov_len = bytes.size()};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * protocol::kMaxDescriptors)>
        control{};
    for (;;) {
        msghdr message{};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        const ssize_t count = ::recvmsg(socket, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
        if (count < 0 && errno == EAGAIN) {
            (void)call.waitFor(socket, POLLIN);
            return std::nullopt;
        }
        NodeReply reply;
        for (cmsghdr* one = CMSG_FIRSTHDR(&message); count > 0 && one != nullptr;
             one = CMSG_NXTHDR(&message, one)) {
            if (one->cmsg_level != SOL_SOCKET || one->cmsg_type != SCM_RIGHTS)
                continue;
            for (std::size_t at = 0; at + CMSG_LEN(sizeof(int)) <= one->cmsg_len;
                 at += sizeof(int)) {
                int fd = -1;
                std::memcpy(&fd, CMSG_DATA(one) + at, sizeof fd);
                reply.descriptor = UniqueFd(fd);
            }
        }
        protocol::ReplyHeader header;
        if (count < static_cast<ssize_t>(sizeof header)) {
            m_asking = 0;
            reply.error = EIO; // the device is gone
            return reply;
        }
        std::memcpy(&header, bytes.data(), sizeof header);
        if (header.sequence != m_sequence)
            continue; // of something that the program has sent itself
        m_asking = 0;
        reply.error = header.error;
        reply.value = header.value;
        return reply;
    }
}

} // namespace perisphere::a7
