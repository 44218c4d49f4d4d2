#include "packet.hpp"

#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

namespace perisphere::client
{
namespace
{

/// Some 20 us: the time that a sleep and a wake-up take. On the device's processor, emulated or
/// not, a look costs more than it saves.
constexpr int kLooksBeforeSleep = sizeof(void*) == 8 ? 40 : 1;

/// The device may share this processor.
constexpr int kLooksBeforeYield = 8;

/// Until the socket is ready or its peer is gone; signals do not end it, as the kernel's own
/// drivers are not interrupted in the middle of a transfer either.
void waitFor(int socket, short events)
{
    pollfd poll{.fd = socket, .events = events, .revents = 0};
    while (::poll(&poll, 1, -1) < 0 && errno == EINTR) {
    }
}

void takeDescriptors(msghdr& header, IncomingPacket& packet)
{
    for (cmsghdr* control = CMSG_FIRSTHDR(&header); control != nullptr;
         control = CMSG_NXTHDR(&header, control)) {
        if (control->cmsg_level != SOL_SOCKET || control->cmsg_type != SCM_RIGHTS)
            continue;
        const std::size_t count = (control->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < count; ++i) {
            int descriptor = -1;
            std::memcpy(&descriptor, CMSG_DATA(control) + i * sizeof(int), sizeof descriptor);
            if (packet.descriptorCount < protocol::kMaxDescriptors)
                packet.descriptors[packet.descriptorCount++] = descriptor;
            else
                ::close(descriptor);
        }
    }
}

} // namespace

int sendPacket(int socket, const OutgoingPacket& packet)
{
    // In one piece, without addresses or descriptors: send(2) is what a supervisor of the app's
    // sockets lets pass unasked.
    char whole[protocol::kMaxMessageBytes];
    std::size_t size = 0;
    for (std::size_t i = 0; i < packet.count; ++i) {
        const iovec& piece = packet.pieces[i];
        if (piece.iov_len > sizeof whole - size)
            return EMSGSIZE;
        std::memcpy(whole + size, piece.iov_base, piece.iov_len);
        size += piece.iov_len;
    }
    for (;;) {
        if (::send(socket, whole, size, MSG_NOSIGNAL) >= 0)
            return 0;
        if (errno == EAGAIN)
            waitFor(socket, POLLOUT);
        else if (errno != EINTR)
            return errno == ECONNRESET ? EPIPE : errno;
    }
}

int receivePacket(int socket, IncomingPacket& packet)
{
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int) * protocol::kMaxDescriptors)];
    // A simulated bus that runs faster than real time answers within microseconds, which is less
    // than a sleep and a wake-up take.
    int looksLeft = kLooksBeforeSleep;
    for (;;) {
        msghdr header{};
        header.msg_iov = packet.pieces;
        header.msg_iovlen = static_cast<decltype(header.msg_iovlen)>(packet.count);
        header.msg_control = control;
        header.msg_controllen = sizeof control;
        const ssize_t received = ::recvmsg(socket, &header, MSG_CMSG_CLOEXEC);
        if (received > 0) {
            takeDescriptors(header, packet);
            packet.bytes = static_cast<std::size_t>(received);
            return (header.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0 ? EPROTO : 0;
        }
        if (received == 0)
            return EPIPE;
        if (errno == EAGAIN) {
            if (--looksLeft <= 0)
                waitFor(socket, POLLIN);
            else if (looksLeft % kLooksBeforeYield == 0)
                ::sched_yield();
        } else if (errno != EINTR) {
            return errno == ECONNRESET ? EPIPE : errno;
        }
    }
}

} // namespace perisphere::client
