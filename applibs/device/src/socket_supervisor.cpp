#include "socket_supervisor.hpp"

#include "file_writes.hpp"
#include "standing_connections.hpp"
#include "supervised_call.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/seccomp.h>
#include <list>
#include <mutex>
#include <netdb.h>
#include <netinet/in.h>
#include <optional>
#include <poll.h>
#include <span>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace perisphere::device
{
namespace
{

constexpr std::size_t kMaxDatagramBytes = 65536;
constexpr std::size_t kMaxPieces = 1024; // IOV_MAX
constexpr std::size_t kMaxMessages = 64; // of one sendmmsg; the rest is asked for again
constexpr std::size_t kMaxNotes = 64;    // a flooding app does not fill the log
constexpr std::chrono::seconds kResolveEvery{60};

int optionOf(int socket, int option)
{
    int value = -1;
    socklen_t size = sizeof value;
    return ::getsockopt(socket, SOL_SOCKET, option, &value, &size) == 0 ? value : -1;
}

sockaddr_in toSocket(const NetworkAddress& address)
{
    sockaddr_in result{};
    result.sin_family = AF_INET;
    result.sin_addr.s_addr = htonl(address.address);
    result.sin_port = htons(address.port);
    return result;
}

} // namespace

class SocketSupervisor::Impl
{
public:
    Impl(UniqueFd listener, NameServer nameServer, NetworkPolicy policy, Setup setup)
        : m_listener(std::move(listener))
        , m_nameServer(std::move(nameServer))
        , m_stop(::eventfd(0, EFD_CLOEXEC))
        , m_policy(std::move(policy))
        , m_setup(std::move(setup))
        , m_changes(m_setup.changes)
    {
        m_thread = std::thread([this] { serve(); });
        if (!m_policy.namesToResolve().empty())
            m_resolver = std::thread([this] { resolve(); });
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_isStopping = true;
            // A connect that waits for its peer ends by this.
            for (const Connecting& one : m_connecting)
                ::shutdown(one.socket.get(), SHUT_RDWR);
        }
        m_stopped.notify_all();
        const std::uint64_t wake = 1;
        static_cast<void>(!::write(m_stop.get(), &wake, sizeof wake));
        m_thread.join();
        if (m_resolver.joinable())
            m_resolver.join();
        for (Connecting& one : m_connecting)
            one.thread.join();
    }

private:
    /// A blocking connect: others of the app are answered meanwhile.
    struct Connecting {
        UniqueFd socket;
        std::thread thread;
        std::atomic<bool> isDone = false;
    };

    template <class F>
    auto locked(F&& function)
    {
        const std::lock_guard lock(m_mutex);
        return function();
    }

    void serve()
    {
        std::array<pollfd, 4> watched{
            {{.fd = m_listener.get(), .events = POLLIN, .revents = 0},
             {.fd = m_stop.get(), .events = POLLIN, .revents = 0},
             {.fd = m_nameServer.descriptor(), .events = POLLIN, .revents = 0},
             {.fd = m_changes.descriptor(), .events = POLLIN, .revents = 0}}};
        for (;;) {
            if (::poll(watched.data(), watched.size(), -1) < 0)
                continue; // EINTR
            if (watched[1].revents != 0 || (watched[0].revents & POLLHUP) != 0)
                return;
            if (watched[3].revents != 0)
                followNetwork();
            if (watched[2].revents != 0)
                m_nameServer.answerOne([this](const std::string& name) { return lookUp(name); });
            if (watched[0].revents == 0)
                continue;
            seccomp_notif notification{};
            if (::ioctl(m_listener.get(), SECCOMP_IOCTL_NOTIF_RECV, &notification) != 0)
                continue; // the thread was killed meanwhile
            const SupervisedCall call(m_listener.get(), notification);
            if (auto verdict = decide(call))
                call.answer(*verdict);
        }
    }

    void followNetwork()
    {
        m_changes.take(); // before the network is asked: what changes from here on wakes again
        if (!m_setup.wayTo)
            return;
        for (const std::string& host : m_standing.follow(m_setup.wayTo))
            note(fmt::format("connections to {} stall: the network does not get there", host));
    }

    /// nullopt: answered later, by a thread of its own.
    std::optional<Verdict> decide(const SupervisedCall& call)
    {
        if (m_setup.exempt != 0 && call.thread() == m_setup.exempt)
            return proceed();
        switch (call.number()) {
        case SYS_socket:
            return socket(call);
        case SYS_connect:
            return connect(call);
        case SYS_bind:
            return bind(call);
        case SYS_listen:
            return listen(call);
        case SYS_sendto:
            return sendTo(call);
        case SYS_sendmsg:
            return sendMessage(call);
        case SYS_sendmmsg:
            return sendMessages(call);
        default:
            if (!isFileCall(call.number()))
                return refused(ENOSYS);
            announceFileCall(call);
            return proceed();
        }
    }

    // The arguments of socket(2) are all in registers.
    Verdict socket(const SupervisedCall& call)
    {
        const auto domain = static_cast<int>(call.argument(0));
        const auto type = static_cast<int>(call.argument(1)) & ~(SOCK_CLOEXEC | SOCK_NONBLOCK);
        const auto protocol = static_cast<int>(call.argument(2));
        switch (domain) {
        case AF_UNIX:
            return proceed();
        case AF_NETLINK: // what getifaddrs() asks
            return protocol == NETLINK_ROUTE ? proceed() : noteSocket(EPERM, "netlink");
        case AF_INET:
            if (type == SOCK_STREAM && (protocol == 0 || protocol == IPPROTO_TCP))
                return proceed();
            if (type == SOCK_DGRAM && (protocol == 0 || protocol == IPPROTO_UDP))
                return proceed();
            return noteSocket(EPERM, "raw IP");
        case AF_PACKET:
            return noteSocket(EPERM, "packet");
        default: // IPv6 among them, which the device has not
            return refused(EAFNOSUPPORT);
        }
    }

    Verdict noteSocket(int error, std::string_view kind)
    {
        note(fmt::format("{} sockets are not for apps", kind));
        return refused(error);
    }

    std::optional<Verdict> connect(const SupervisedCall& call)
    {
        const auto address = copyAddress(call, call.argument(1), call.argument(2));
        UniqueFd socket = call.duplicate();
        if (!address || !socket)
            return refused(address ? EBADF : EFAULT);
        const int domain = optionOf(socket.get(), SO_DOMAIN);
        if (domain == AF_UNIX)
            return refused(ECONNREFUSED); // nobody in the app's own world listens
        if (domain != AF_INET || address->storage.ss_family == AF_UNSPEC)
            return resultOf(::connect(socket.get(), address->generic(), address->size));
        const auto to = address->ipv4();
        if (!to)
            return refused(address->size < sizeof(sockaddr_in) ? EINVAL : EAFNOSUPPORT);
        const auto target = reach(transportOf(socket.get()), *to);
        if (!target)
            return refused(target.error().error);
        if (m_setup.changes != nullptr && !target->host.empty())
            m_standing.remember(socket.get(), call.processId(), target->host);
        return connectTo(call, std::move(socket), target->address);
    }

    std::optional<Verdict> connectTo(const SupervisedCall& call, UniqueFd socket,
                                     NetworkAddress target)
    {
        const sockaddr_in address = toSocket(target);
        const auto connectNow = [address](int descriptor) {
            return resultOf(
                ::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address));
        };
        const bool mayBlock = (::fcntl(socket.get(), F_GETFL) & O_NONBLOCK) == 0 &&
                              optionOf(socket.get(), SO_TYPE) == SOCK_STREAM;
        if (!mayBlock)
            return connectNow(socket.get());
        const std::lock_guard lock(m_mutex);
        if (m_isStopping)
            return refused(EINTR);
        m_connecting.remove_if([](Connecting& one) {
            if (one.isDone)
                one.thread.join();
            return one.isDone.load();
        });
        Connecting& one = m_connecting.emplace_back();
        one.socket = std::move(socket);
        one.thread = std::thread([this, &one, call, connectNow] {
            const Verdict verdict = connectNow(one.socket.get());
            // Before the app goes on: from here on its own close() has to close the connection.
            locked([&] { one.socket.reset(); });
            call.answer(verdict);
            one.isDone = true;
        });
        return std::nullopt;
    }

    Verdict bind(const SupervisedCall& call)
    {
        const auto address = copyAddress(call, call.argument(1), call.argument(2));
        const UniqueFd socket = call.duplicate();
        if (!address || !socket)
            return refused(address ? EBADF : EFAULT);
        const int domain = optionOf(socket.get(), SO_DOMAIN);
        if (domain == AF_UNIX)
            return refused(EACCES);
        if (domain == AF_INET) {
            const auto at = address->ipv4();
            if (!at)
                return refused(EINVAL);
            if (const auto allowed =
                    locked([&] { return m_policy.bind(transportOf(socket.get()), at->port); });
                !allowed)
                return noted(allowed.error());
        }
        return resultOf(::bind(socket.get(), address->generic(), address->size));
    }

    Verdict listen(const SupervisedCall& call)
    {
        const UniqueFd socket = call.duplicate();
        sockaddr_in address{};
        socklen_t size = sizeof address;
        if (!socket)
            return refused(EBADF);
        if (optionOf(socket.get(), SO_DOMAIN) != AF_INET)
            return refused(EACCES);
        if (::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0)
            return refused(errno);
        const std::uint16_t port = ntohs(address.sin_port);
        if (const auto allowed = locked([&] { return m_policy.listen(port); }); !allowed)
            return noted(allowed.error());
        return resultOf(::listen(socket.get(), static_cast<int>(call.argument(1))));
    }

    /// With an address; without one the filter lets it pass.
    Verdict sendTo(const SupervisedCall& call)
    {
        const auto address = copyAddress(call, call.argument(4), call.argument(5));
        const UniqueFd socket = call.duplicate();
        if (!address || !socket)
            return refused(address ? EBADF : EFAULT);
        if (call.argument(2) > kMaxDatagramBytes)
            return refused(EMSGSIZE);
        const auto bytes = static_cast<std::size_t>(call.argument(2));
        std::vector<std::byte> data(bytes);
        if (bytes != 0 && !call.read(call.argument(1), data.data(), bytes))
            return refused(EFAULT);
        return send(socket.get(), data, *address, static_cast<int>(call.argument(3)));
    }

    Verdict send(int socket, std::span<const std::byte> data, const CopiedAddress& address,
                 int flags)
    {
        const int domain = optionOf(socket, SO_DOMAIN);
        if (domain == AF_UNIX)
            return refused(ECONNREFUSED);
        // Nobody waits here for room: the app's other calls have to be answered.
        flags |= MSG_NOSIGNAL | MSG_DONTWAIT;
        if (domain != AF_INET || address.size == 0)
            return resultOf(::sendto(socket, data.data(), data.size(), flags,
                                     address.size == 0 ? nullptr : address.generic(),
                                     address.size));
        const Transport transport = transportOf(socket);
        if (transport == Transport::Tcp)
            return (flags & MSG_FASTOPEN) != 0
                       ? refused(EOPNOTSUPP)
                       : resultOf(::send(socket, data.data(), data.size(), flags));
        const auto to = address.ipv4();
        if (!to)
            return refused(EINVAL);
        const auto target = reach(transport, *to);
        if (!target && target.error().error == ETIMEDOUT) // a datagram that gets lost
            return {.value = static_cast<std::int64_t>(data.size())};
        if (!target)
            return refused(target.error().error);
        const sockaddr_in goesTo = toSocket(target->address);
        return resultOf(::sendto(socket, data.data(), data.size(), flags,
                                 reinterpret_cast<const sockaddr*>(&goesTo), sizeof goesTo));
    }

    /// Streams and socket pairs take no address: what the message says of one does not count.
    static bool takesNoAddress(int socket)
    {
        const int domain = optionOf(socket, SO_DOMAIN);
        const int type = optionOf(socket, SO_TYPE);
        return (domain == AF_UNIX && type != SOCK_DGRAM) ||
               (domain == AF_INET && type == SOCK_STREAM);
    }

    Verdict sendMessage(const SupervisedCall& call)
    {
        const auto flags = static_cast<int>(call.argument(2));
        const UniqueFd socket = call.duplicate();
        if (!socket)
            return refused(EBADF);
        if (takesNoAddress(socket.get()))
            return (flags & MSG_FASTOPEN) != 0 ? refused(EOPNOTSUPP) : proceed();
        return sendOne(call, socket.get(), call.argument(1), flags);
    }

    Verdict sendMessages(const SupervisedCall& call)
    {
        const auto flags = static_cast<int>(call.argument(3));
        const UniqueFd socket = call.duplicate();
        if (!socket)
            return refused(EBADF);
        if (takesNoAddress(socket.get()))
            return (flags & MSG_FASTOPEN) != 0 ? refused(EOPNOTSUPP) : proceed();
        const auto count = std::min<std::uint64_t>(call.argument(2), kMaxMessages);
        for (std::uint64_t i = 0; i < count; ++i) {
            const std::uint64_t at = call.argument(1) + i * sizeof(mmsghdr);
            const Verdict one = sendOne(call, socket.get(), at, flags);
            if (one.error != 0)
                return i == 0 ? one : Verdict{.value = static_cast<std::int64_t>(i)};
            const auto sent = static_cast<unsigned>(one.value);
            if (!call.write(at + offsetof(mmsghdr, msg_len), &sent, sizeof sent))
                return refused(EFAULT);
        }
        return {.value = static_cast<std::int64_t>(count)};
    }

    Verdict sendOne(const SupervisedCall& call, int socket, std::uint64_t at, int flags)
    {
        msghdr header{};
        if (!call.read(at, &header, sizeof header))
            return refused(EFAULT);
        if (header.msg_iovlen > kMaxPieces)
            return refused(EMSGSIZE);
        const auto address = copyAddress(call, reinterpret_cast<std::uint64_t>(header.msg_name),
                                         header.msg_name == nullptr ? 0 : header.msg_namelen);
        std::vector<iovec> pieces(header.msg_iovlen);
        if (!address ||
            (!pieces.empty() && !call.read(reinterpret_cast<std::uint64_t>(header.msg_iov),
                                           pieces.data(), pieces.size() * sizeof(iovec))))
            return refused(EFAULT);
        std::vector<std::byte> data;
        for (const iovec& piece : pieces) {
            const std::size_t end = data.size();
            if (piece.iov_len > kMaxDatagramBytes - end)
                return refused(EMSGSIZE);
            data.resize(end + piece.iov_len);
            if (piece.iov_len != 0 && !call.read(reinterpret_cast<std::uint64_t>(piece.iov_base),
                                                 data.data() + end, piece.iov_len))
                return refused(EFAULT);
        }
        return send(socket, data, *address, flags);
    }

    static Transport transportOf(int socket)
    {
        return optionOf(socket, SO_TYPE) == SOCK_STREAM ? Transport::Tcp : Transport::Udp;
    }

    /// Where packets to an address go.
    struct Route {
        NetworkAddress address;
        std::string host; ///< as the manifest writes it; "": the device itself
    };

    Outcome<Route> reach(Transport transport, const NetworkAddress& to)
    {
        if (transport == Transport::Udp && to == kNameServerOfApp)
            return Route{.address = m_nameServer.address(), .host = {}};
        const auto target = locked([&] { return m_policy.reach(transport, to); });
        if (!target) {
            note(target.error());
            return tl::unexpected(target.error());
        }
        std::string host = locked([&] { return m_policy.hostOf(to.address); });
        if (const auto way = wayTo(host); !way) {
            note(fmt::format("{} port {} is not reached: {}", host, to.port, way.error().reason));
            return tl::unexpected(way.error());
        }
        return Route{.address = *target, .host = std::move(host)};
    }

    Outcome<> wayTo(const std::string& host) const
    {
        if (m_setup.seesHostNames && m_setup.nameService && !parseAddress(host))
            if (const auto names = m_setup.nameService(); !names)
                return refuse(EHOSTUNREACH, names.error().reason);
        return m_setup.wayTo ? m_setup.wayTo(host) : Outcome<>();
    }

    /// What the name server answers.
    Outcome<std::vector<std::uint32_t>> lookUp(const std::string& name)
    {
        const auto service = m_setup.nameService ? m_setup.nameService() : Outcome<>();
        if (!service) {
            note(fmt::format("{} is not resolved: {}", name, service.error().reason));
            return tl::unexpected(service.error());
        }
        auto addresses = locked([&] { return m_policy.resolve(name); });
        if (!addresses)
            note(addresses.error());
        return addresses;
    }

    Verdict noted(const Refusal& refusal)
    {
        note(refusal);
        return refused(refusal.error);
    }
    void note(const Refusal& refusal)
    {
        static_cast<void>(note(refusal.reason));
        if (refusal.missing && m_setup.refused)
            m_setup.refused(refusal);
    }
    /// Each sentence once: whether this was the first time.
    bool note(const std::string& text)
    {
        if (text.empty() || m_noted.size() >= kMaxNotes || !m_noted.insert(text).second)
            return false;
        if (m_setup.note)
            m_setup.note(text);
        return true;
    }

    void resolve()
    {
        std::unique_lock lock(m_mutex);
        while (!m_isStopping) {
            for (const std::string& name : m_policy.namesToResolve()) {
                lock.unlock();
                auto addresses = addressesOf(name);
                lock.lock();
                if (m_isStopping)
                    return;
                if (!addresses.empty()) // else what was known stays
                    m_policy.setAddresses(name, std::move(addresses));
            }
            m_stopped.wait_for(lock, kResolveEvery, [this] { return m_isStopping; });
        }
    }

    static std::vector<std::uint32_t> addressesOf(const std::string& name)
    {
        addrinfo hints{};
        hints.ai_family = AF_INET;
        hints.ai_socktype = SOCK_STREAM;
        addrinfo* found = nullptr;
        std::vector<std::uint32_t> addresses;
        if (::getaddrinfo(name.c_str(), nullptr, &hints, &found) != 0)
            return addresses;
        for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
            sockaddr_in address{};
            std::memcpy(&address, one->ai_addr, sizeof address);
            addresses.push_back(ntohl(address.sin_addr.s_addr));
        }
        ::freeaddrinfo(found);
        return addresses;
    }

    UniqueFd m_listener;
    NameServer m_nameServer;
    UniqueFd m_stop;
    std::mutex m_mutex; // of the policy, the stop and the connects
    std::condition_variable m_stopped;
    bool m_isStopping = false;
    NetworkPolicy m_policy;
    Setup m_setup;
    NetworkChanges::Watch m_changes;
    StandingConnections m_standing; // serve()'s thread only
    std::set<std::string> m_noted;  // serve()'s thread only
    std::list<Connecting> m_connecting;
    std::thread m_thread;
    std::thread m_resolver;
};

SocketSupervisor::SocketSupervisor(UniqueFd listener, NameServer nameServer, NetworkPolicy policy,
                                   Setup setup)
    : m_impl(std::make_unique<Impl>(std::move(listener), std::move(nameServer), std::move(policy),
                                    std::move(setup)))
{
}

SocketSupervisor::~SocketSupervisor() = default;

} // namespace perisphere::device
