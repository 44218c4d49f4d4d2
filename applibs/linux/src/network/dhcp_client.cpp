#include "dhcp_client.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sys/socket.h>
#include <utility>

namespace perisphere::target
{

DhcpClient::DhcpClient(Listener listener)
    : m_listener(std::move(listener))
{
}

DhcpClient::~DhcpClient()
{
    m_child.reset();
    m_poll.reset();
}

Result<std::unique_ptr<DhcpClient>> DhcpClient::start(uv_loop_t& loop, device::Timers& timers,
                                                      const NetworkPrograms& programs,
                                                      const std::string& interface,
                                                      Listener listener)
{
    std::unique_ptr<DhcpClient> client(new DhcpClient(std::move(listener)));
    std::array<int, 2> ends{};
    // Each notice is one message, whoever writes it.
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()) != 0)
        return fail(systemError(errno, "make", "the DHCP client's channel"));
    client->m_notices.reset(ends[0]);
    client->m_childEnd.reset(ends[1]);
    client->m_null.reset(::open("/dev/null", O_RDWR | O_CLOEXEC));
    auto poll = device::LoopPoll::start(loop, client->m_notices.get(),
                                        [raw = client.get()] { raw->readable(); });
    if (!poll)
        return fail(poll.error());
    client->m_poll = std::move(*poll);
    device::ChildProcessSpec spec;
    spec.program = programs.busybox;
    // Without a lease it asks three times, and again after five seconds.
    spec.arguments = {"udhcpc", "-f",    "-i", interface, "-s", programs.dhcpEvent.string(),
                      "-t",     "3",     "-T", "2",       "-A", "5",
                      "-O",     "ntpsrv"};
    spec.workingDirectory = "/";
    spec.descriptors = {client->m_null.get(), client->m_childEnd.get(), client->m_null.get()};
    client->m_child =
        std::make_unique<LoopChild>(loop, timers, std::move(spec), client->m_listener.say);
    return client;
}

void DhcpClient::release()
{
    m_child->signal(SIGUSR2);
}

void DhcpClient::renew()
{
    m_child->signal(SIGUSR1);
}

void DhcpClient::readable()
{
    std::array<char, kMaxLeaseNoticeBytes + 1> message{};
    const ssize_t count = ::recv(m_notices.get(), message.data(), message.size(), 0);
    if (count <= 0)
        return;
    const auto notice = parseLeaseNotice({message.data(), static_cast<std::size_t>(count)});
    if (!notice)
        return m_listener.say("a DHCP server offers a lease that no host could have");
    // The listener may end this object: nothing comes after it.
    if (notice->kind == LeaseNotice::Kind::Gained)
        m_listener.gained(notice->lease);
    else if (notice->kind == LeaseNotice::Kind::Lost)
        m_listener.lost();
}

} // namespace perisphere::target
