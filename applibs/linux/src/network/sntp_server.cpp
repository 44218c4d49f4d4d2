#include "sntp_server.hpp"

#include "perisphere/linux/network/system_clock.hpp"
#include "sntp_message.hpp"

#include <array>
#include <cerrno>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <utility>

namespace perisphere::target
{

SntpServer::SntpServer(UniqueFd socket, std::function<bool()> isClockSet)
    : m_socket(std::move(socket))
    , m_isClockSet(std::move(isClockSet))
{
}

Result<std::unique_ptr<SntpServer>> SntpServer::start(uv_loop_t& loop, const std::string& interface,
                                                      std::function<bool()> isClockSet)
{
    UniqueFd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket)
        return fail(systemError(errno, "open", "the SNTP server's socket"));
    // Other interfaces lead to others than who this is for.
    if (::setsockopt(socket.get(), SOL_SOCKET, SO_BINDTODEVICE, interface.c_str(),
                     static_cast<socklen_t>(interface.size())) != 0)
        return fail(systemError(errno, "serve the time on", interface));
    const int isOn = 1;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(kSntpPort);
    if (::setsockopt(socket.get(), IPPROTO_IP, IP_PKTINFO, &isOn, sizeof isOn) != 0 ||
        ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        return fail(systemError(errno, "serve the time on", interface));
    std::unique_ptr<SntpServer> server(new SntpServer(std::move(socket), std::move(isClockSet)));
    auto poll = device::LoopPoll::start(loop, server->m_socket.get(),
                                        [raw = server.get()] { raw->readable(); });
    if (!poll)
        return fail(poll.error());
    server->m_poll = std::move(*poll);
    return server;
}

/// One request a turn of the loop, so that who asks much does not keep the device from its work.
/// The answer goes with the control message of the request: it comes from the address that was
/// asked, of which the interface may have several.
void SntpServer::readable() const
{
    std::array<std::byte, 256> request{}; // with what may stand after the part that counts
    alignas(cmsghdr) std::array<std::byte, CMSG_SPACE(sizeof(in_pktinfo))> control{};
    sockaddr_in from{};
    iovec part{.iov_base = request.data(), .iov_len = request.size()};
    msghdr message{};
    message.msg_name = &from;
    message.msg_namelen = sizeof from;
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    const ssize_t count = ::recvmsg(m_socket.get(), &message, 0);
    const cmsghdr* const head = count < 0 ? nullptr : CMSG_FIRSTHDR(&message);
    if (head == nullptr || head->cmsg_level != IPPROTO_IP || head->cmsg_type != IP_PKTINFO)
        return;
    const std::int64_t received = unixNanoseconds();
    auto answer =
        answerSntp(std::span(request).first(static_cast<std::size_t>(count)),
                   {.received = received, .now = unixNanoseconds(), .isSet = m_isClockSet()});
    if (!answer)
        return;
    part = {.iov_base = answer->data(), .iov_len = answer->size()};
    (void)::sendmsg(m_socket.get(), &message, 0);
}

} // namespace perisphere::target
