// Sockets, with descriptors passed over them.

#include "../guest_structs.hpp"
#include "../syscall.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

namespace perisphere::a7
{
namespace
{

constexpr std::uint32_t kMaxControl = 4096;
constexpr std::uint32_t kMaxVectors = 1024;

sockaddr* addressAt(Call& call, unsigned argument)
{
    return call.arg(argument) == 0
               ? nullptr
               : reinterpret_cast<sockaddr*>(call.memory.host(call.arg(argument)));
}

socklen_t* lengthAt(Call& call, unsigned argument)
{
    return call.arg(argument) == 0
               ? nullptr
               : reinterpret_cast<socklen_t*>(call.memory.host(call.arg(argument)));
}

bool mustWait(Call& call, int fd, short events, std::uint32_t flags)
{
    return (flags & MSG_DONTWAIT) == 0 && call.wouldBlock(fd, events);
}

/// Control messages of the guest in the host's layout.
bool readControl(Call& call, const MessageHeader32& header, std::vector<std::uint8_t>& control)
{
    if (header.controlBytes > kMaxControl)
        return false;
    for (std::uint32_t at = 0; at + sizeof(ControlHeader32) <= header.controlBytes;) {
        const auto one = call.memory.load<ControlHeader32>(header.control + at);
        if (!one || one->bytes < sizeof(ControlHeader32) || one->bytes > header.controlBytes - at)
            return false;
        const std::uint32_t data = one->bytes - static_cast<std::uint32_t>(sizeof *one);
        if (!call.memory.isReadable(header.control + at, one->bytes))
            return false;
        const std::size_t begin = control.size();
        control.resize(begin + CMSG_SPACE(data));
        cmsghdr host{};
        host.cmsg_len = CMSG_LEN(data);
        host.cmsg_level = one->level;
        host.cmsg_type = one->type;
        std::memcpy(control.data() + begin, &host, sizeof host);
        std::memcpy(control.data() + begin + CMSG_LEN(0),
                    call.memory.host(header.control + at) + sizeof *one, data);
        at += (one->bytes + 3) & ~3U;
    }
    return true;
}

/// The same the other way; descriptors for which there is no room are closed.
void writeControl(Call& call, MessageHeader32& header, msghdr& message)
{
    std::uint32_t written = 0;
    for (cmsghdr* one = CMSG_FIRSTHDR(&message); one != nullptr; one = CMSG_NXTHDR(&message, one)) {
        const auto data = static_cast<std::uint32_t>(one->cmsg_len - CMSG_LEN(0));
        const std::uint32_t bytes = data + static_cast<std::uint32_t>(sizeof(ControlHeader32));
        const bool fits = written + bytes <= header.controlBytes &&
                          call.memory.isWritable(header.control + written, bytes);
        if (!fits) {
            header.flags |= MSG_CTRUNC;
            if (one->cmsg_level == SOL_SOCKET && one->cmsg_type == SCM_RIGHTS)
                for (std::uint32_t at = 0; at + sizeof(int) <= data; at += sizeof(int)) {
                    int fd = -1;
                    std::memcpy(&fd, CMSG_DATA(one) + at, sizeof fd);
                    ::close(fd);
                }
            continue;
        }
        const ControlHeader32 guest{
            .bytes = bytes, .level = one->cmsg_level, .type = one->cmsg_type};
        (void)call.memory.store(header.control + written, guest);
        std::memcpy(call.memory.host(header.control + written) + sizeof guest, CMSG_DATA(one),
                    data);
        written += (bytes + 3) & ~3U;
    }
    header.controlBytes = std::min(written, header.controlBytes);
}

bool readVectors(Call& call, const MessageHeader32& header, std::vector<iovec>& vectors)
{
    if (header.vectorCount > kMaxVectors)
        return false;
    for (std::uint32_t i = 0; i < header.vectorCount; ++i) {
        const auto one = call.memory.load<IoVec32>(header.vectors + i * 8);
        if (!one)
            return false;
        vectors.push_back({call.memory.host(one->base), one->bytes});
    }
    return true;
}

} // namespace

Answer sysSocket(Call& call)
{
    return Call::result(::socket(call.signedArg(0), call.signedArg(1), call.signedArg(2)));
}

Answer sysSocketpair(Call& call)
{
    int ends[2] = {-1, -1};
    if (::socketpair(call.signedArg(0), call.signedArg(1), call.signedArg(2), ends) != 0)
        return Call::result(-1);
    return call.memory.store(call.arg(3), ends) ? Answer{} : Call::error(EFAULT);
}

Answer sysBind(Call& call)
{
    return Call::result(::bind(call.signedArg(0), addressAt(call, 1), call.arg(2)));
}

/// In blocking mode the host does not wait for it: the thread does.
Answer sysConnect(Call& call)
{
    const int fd = call.signedArg(0);
    if (call.thread.isRetry) {
        int error = 0;
        socklen_t bytes = sizeof error;
        if (::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &bytes) != 0)
            return Call::result(-1);
        return Call::error(error);
    }
    const int flags = ::fcntl(fd, F_GETFL);
    if (flags < 0 || (flags & O_NONBLOCK) != 0)
        return Call::result(::connect(fd, addressAt(call, 1), call.arg(2)));
    ::fcntl(fd, F_SETFL, flags | O_NONBLOCK);
    const int result = ::connect(fd, addressAt(call, 1), call.arg(2));
    const int error = errno;
    ::fcntl(fd, F_SETFL, flags);
    if (result == 0)
        return {};
    return error == EINPROGRESS ? call.waitFor(fd, POLLOUT) : Call::error(error);
}

Answer sysListen(Call& call)
{
    return Call::result(::listen(call.signedArg(0), call.signedArg(1)));
}

Answer sysAccept4(Call& call)
{
    if (call.wouldBlock(call.signedArg(0), POLLIN))
        return call.waitFor(call.signedArg(0), POLLIN);
    return Call::result(
        ::accept4(call.signedArg(0), addressAt(call, 1), lengthAt(call, 2), call.signedArg(3)));
}

Answer sysAccept(Call& call)
{
    if (call.wouldBlock(call.signedArg(0), POLLIN))
        return call.waitFor(call.signedArg(0), POLLIN);
    return Call::result(::accept(call.signedArg(0), addressAt(call, 1), lengthAt(call, 2)));
}

Answer sysGetsockname(Call& call)
{
    return Call::result(::getsockname(call.signedArg(0), addressAt(call, 1), lengthAt(call, 2)));
}

Answer sysGetpeername(Call& call)
{
    return Call::result(::getpeername(call.signedArg(0), addressAt(call, 1), lengthAt(call, 2)));
}

Answer sysShutdown(Call& call)
{
    return Call::result(::shutdown(call.signedArg(0), call.signedArg(1)));
}

Answer sysSend(Call& call)
{
    if (mustWait(call, call.signedArg(0), POLLOUT, call.arg(3)))
        return call.waitFor(call.signedArg(0), POLLOUT);
    return Call::result(
        ::send(call.signedArg(0), call.memory.host(call.arg(1)), call.arg(2), call.signedArg(3)));
}

Answer sysSendto(Call& call)
{
    if (mustWait(call, call.signedArg(0), POLLOUT, call.arg(3)))
        return call.waitFor(call.signedArg(0), POLLOUT);
    return Call::result(::sendto(call.signedArg(0), call.memory.host(call.arg(1)), call.arg(2),
                                 call.signedArg(3), addressAt(call, 4), call.arg(5)));
}

Answer sysRecv(Call& call)
{
    if (mustWait(call, call.signedArg(0), POLLIN, call.arg(3)))
        return call.waitFor(call.signedArg(0), POLLIN);
    return Call::result(
        ::recv(call.signedArg(0), call.memory.host(call.arg(1)), call.arg(2), call.signedArg(3)));
}

Answer sysRecvfrom(Call& call)
{
    if (mustWait(call, call.signedArg(0), POLLIN, call.arg(3)))
        return call.waitFor(call.signedArg(0), POLLIN);
    return Call::result(::recvfrom(call.signedArg(0), call.memory.host(call.arg(1)), call.arg(2),
                                   call.signedArg(3), addressAt(call, 4), lengthAt(call, 5)));
}

Answer sysSendmsg(Call& call)
{
    if (mustWait(call, call.signedArg(0), POLLOUT, call.arg(2)))
        return call.waitFor(call.signedArg(0), POLLOUT);
    const auto header = call.memory.load<MessageHeader32>(call.arg(1));
    std::vector<iovec> vectors;
    std::vector<std::uint8_t> control;
    if (!header || !readVectors(call, *header, vectors) || !readControl(call, *header, control))
        return Call::error(EFAULT);
    msghdr message{};
    message.msg_name = header->name == 0 ? nullptr : call.memory.host(header->name);
    message.msg_namelen = header->nameBytes;
    message.msg_iov = vectors.data();
    message.msg_iovlen = vectors.size();
    message.msg_control = control.empty() ? nullptr : control.data();
    message.msg_controllen = control.size();
    return Call::result(::sendmsg(call.signedArg(0), &message, call.signedArg(2)));
}

Answer sysRecvmsg(Call& call)
{
    if (mustWait(call, call.signedArg(0), POLLIN, call.arg(2)))
        return call.waitFor(call.signedArg(0), POLLIN);
    auto header = call.memory.load<MessageHeader32>(call.arg(1));
    std::vector<iovec> vectors;
    if (!header || !readVectors(call, *header, vectors))
        return Call::error(EFAULT);
    std::vector<std::uint8_t> control(
        header->controlBytes == 0
            ? 0
            : std::size_t{std::min(header->controlBytes, kMaxControl)} * 2 + 64);
    msghdr message{};
    message.msg_name = header->name == 0 ? nullptr : call.memory.host(header->name);
    message.msg_namelen = header->nameBytes;
    message.msg_iov = vectors.data();
    message.msg_iovlen = vectors.size();
    message.msg_control = control.empty() ? nullptr : control.data();
    message.msg_controllen = control.size();
    const ssize_t received = ::recvmsg(call.signedArg(0), &message, call.signedArg(2));
    if (received < 0)
        return Call::result(received);
    header->nameBytes = message.msg_namelen;
    header->flags = static_cast<std::uint32_t>(message.msg_flags);
    writeControl(call, *header, message);
    return call.memory.store(call.arg(1), *header) ? Answer{.value = received}
                                                   : Call::error(EFAULT);
}

Answer sysSetsockopt(Call& call)
{
    const bool isTimeout = call.signedArg(1) == SOL_SOCKET &&
                           (call.arg(2) == SO_RCVTIMEO || call.arg(2) == SO_SNDTIMEO);
    if (!isTimeout)
        return Call::result(::setsockopt(call.signedArg(0), call.signedArg(1), call.signedArg(2),
                                         call.memory.host(call.arg(3)), call.arg(4)));
    const auto time = call.memory.load<TimeVal32>(call.arg(3));
    if (!time)
        return Call::error(EFAULT);
    const timeval host{.tv_sec = time->seconds, .tv_usec = time->microseconds};
    return Call::result(
        ::setsockopt(call.signedArg(0), call.signedArg(1), call.signedArg(2), &host, sizeof host));
}

Answer sysGetsockopt(Call& call)
{
    return Call::result(::getsockopt(call.signedArg(0), call.signedArg(1), call.signedArg(2),
                                     call.memory.host(call.arg(3)), lengthAt(call, 4)));
}

} // namespace perisphere::a7
