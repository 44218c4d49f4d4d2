#include "packet_socket.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

namespace perisphere::device
{
namespace
{

constexpr std::size_t kMaxForeignDescriptors = 16;

void closeDescriptors(msghdr& header)
{
    for (cmsghdr* control = CMSG_FIRSTHDR(&header); control != nullptr;
         control = CMSG_NXTHDR(&header, control)) {
        if (control->cmsg_level != SOL_SOCKET || control->cmsg_type != SCM_RIGHTS)
            continue;
        const std::size_t count = (control->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < count; ++i) {
            int descriptor = -1;
            std::memcpy(&descriptor, CMSG_DATA(control) + i * sizeof(int), sizeof descriptor);
            ::close(descriptor);
        }
    }
}

PacketStatus statusOfError(int error)
{
    return error == EAGAIN ? PacketStatus::WouldBlock : PacketStatus::Closed;
}

} // namespace

ReceivedPacket receivePacket(int socket, std::span<std::byte> buffer)
{
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * kMaxForeignDescriptors)> control;
    iovec piece{.iov_base = buffer.data(), .iov_len = buffer.size()};
    msghdr header{};
    header.msg_iov = &piece;
    header.msg_iovlen = 1;
    header.msg_control = control.data();
    header.msg_controllen = control.size();
    ssize_t received = 0;
    do {
        received = ::recvmsg(socket, &header, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    } while (received < 0 && errno == EINTR);
    if (received < 0)
        return {.status = statusOfError(errno)};
    closeDescriptors(header);
    if (received == 0)
        return {.status = PacketStatus::Closed};
    return {.status = PacketStatus::Done,
            .bytes = static_cast<std::size_t>(received) +
                     ((header.msg_flags & MSG_TRUNC) != 0 ? 1U : 0U)};
}

PacketStatus sendPacket(int socket, const ReplyPacket& packet)
{
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * protocol::kMaxDescriptors)>
        control{};
    std::array<int, protocol::kMaxDescriptors> descriptors{};
    std::size_t count = 0;
    for (const UniqueFd& descriptor : packet.descriptors)
        if (descriptor)
            descriptors[count++] = descriptor.get();

    iovec piece{.iov_base = const_cast<std::byte*>(packet.bytes.data()),
                .iov_len = packet.bytes.size()};
    msghdr header{};
    header.msg_iov = &piece;
    header.msg_iovlen = 1;
    if (count != 0) {
        header.msg_control = control.data();
        header.msg_controllen = CMSG_SPACE(sizeof(int) * count);
        cmsghdr* const rights = CMSG_FIRSTHDR(&header);
        rights->cmsg_level = SOL_SOCKET;
        rights->cmsg_type = SCM_RIGHTS;
        rights->cmsg_len = CMSG_LEN(sizeof(int) * count);
        std::memcpy(CMSG_DATA(rights), descriptors.data(), sizeof(int) * count);
    }
    ssize_t sent = 0;
    do {
        sent = ::sendmsg(socket, &header, MSG_DONTWAIT | MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent < 0 ? statusOfError(errno) : PacketStatus::Done;
}

} // namespace perisphere::device
