#include "link_watch.hpp"

#include <array>
#include <cerrno>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <utility>

namespace perisphere::target
{

LinkWatch::LinkWatch(UniqueFd socket, std::function<void()> changed)
    : m_socket(std::move(socket))
    , m_changed(std::move(changed))
{
}

Result<std::unique_ptr<LinkWatch>> LinkWatch::start(uv_loop_t& loop, std::function<void()> changed)
{
    UniqueFd socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE));
    if (!socket)
        return fail(systemError(errno, "open", "the kernel's routing"));
    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    address.nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV4_ROUTE;
    if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        return fail(systemError(errno, "watch", "the kernel's routing"));
    std::unique_ptr<LinkWatch> watch(new LinkWatch(std::move(socket), std::move(changed)));
    auto poll = device::LoopPoll::start(loop, watch->m_socket.get(),
                                        [raw = watch.get()] { raw->readable(); });
    if (!poll)
        return fail(poll.error());
    watch->m_poll = std::move(*poll);
    return watch;
}

/// What has changed is looked up again as a whole: a message may have been lost (ENOBUFS), and what
/// it said may not hold any more.
void LinkWatch::readable()
{
    std::array<char, 4096> message{};
    while (::recv(m_socket.get(), message.data(), message.size(), 0) > 0 || errno == ENOBUFS ||
           errno == EINTR) {
    }
    m_changed();
}

} // namespace perisphere::target
