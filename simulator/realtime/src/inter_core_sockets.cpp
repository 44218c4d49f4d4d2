#include "inter_core_sockets.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <utility>

namespace perisphere::realtime
{
namespace
{

/// What an app has not read yet; beyond it the core's messages wait. Linux counts what each message
/// takes beside its bytes too, and doubles what it is asked for.
constexpr int kReceiveQueueBytes = 16384;
/// What an app has sent and the channel not taken: as little as Linux lets it be, since the device
/// has no such queue in front of the ring.
constexpr int kSendQueueBytes = 1;

/// Of one connection in a row, so that it does not keep the others waiting.
constexpr int kMessagesPerTurn = 16;
constexpr int kMaxEvents = 16;

/// An app that closes its end before it has read all makes one call fail, whatever it sent before.
ssize_t receive(int socket, std::span<std::uint8_t> bytes, int flags)
{
    for (;;) {
        const ssize_t size = ::recv(socket, bytes.data(), bytes.size(), flags | MSG_DONTWAIT);
        if (size >= 0 || (errno != ECONNRESET && errno != EINTR))
            return size;
    }
}

/// What tells the end from an empty message: both are received as 0 bytes.
bool isAtEnd(int socket)
{
    pollfd state{.fd = socket, .events = POLLRDHUP, .revents = 0};
    int waiting = 0;
    return ::poll(&state, 1, 0) > 0 && ::ioctl(socket, FIONREAD, &waiting) == 0 && waiting == 0;
}

} // namespace

struct InterCoreSockets::Connection {
    image::Guid app;
    UniqueFd socket;
    std::uint64_t number = 0; ///< counts up in the order of connect()
    std::uint32_t interest = 0;
    bool isBlocked = false; ///< take() had no room for its next message
    bool isFull = false;    ///< the app has not read enough
    bool isEnded = false;   ///< the app sends nothing more than what is in the socket
    bool isGone = false;    ///< nor does it read
};

InterCoreSockets::InterCoreSockets(InterCoreSocketUser& user)
    : m_user(user)
    , m_epoll(::epoll_create1(EPOLL_CLOEXEC))
{
}

InterCoreSockets::~InterCoreSockets() = default;

Result<UniqueFd> InterCoreSockets::connect(const image::Guid& app)
{
    if (m_connections.size() >= kMaxConnections)
        return fail(ErrorCode::LimitExceeded,
                    "the core's app has too many connections; close some");
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return fail(systemError(errno, "make", "a socket to a real-time core"));
    UniqueFd appEnd(ends[0]);
    auto connection = std::make_unique<Connection>(
        Connection{.app = app, .socket = UniqueFd(ends[1]), .number = ++m_lastNumber});
    const int asked = kReceiveQueueBytes / 2;
    ::setsockopt(ends[1], SOL_SOCKET, SO_SNDBUF, &asked, sizeof asked);
    ::setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &kSendQueueBytes, sizeof kSendQueueBytes);
    connection->interest = std::uint32_t{EPOLLIN} | EPOLLRDHUP;
    epoll_event event{};
    event.events = connection->interest;
    event.data.ptr = connection.get();
    if (::epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, ends[1], &event) != 0)
        return fail(systemError(errno, "watch", "a socket to a real-time core"));
    m_connections.push_back(std::move(connection));
    return appEnd;
}

// To apps

InterCoreSockets::Sent InterCoreSockets::send(const image::Guid& app,
                                              std::span<const std::uint8_t> payload)
{
    Connection* last = nullptr;
    for (const auto& connection : m_connections)
        if (connection->app == app && !connection->isGone &&
            (last == nullptr || connection->number > last->number))
            last = connection.get();
    if (last == nullptr)
        return Sent::NoSocket;
    if (::send(last->socket.get(), payload.data(), payload.size(), MSG_DONTWAIT | MSG_NOSIGNAL) >=
        0)
        return Sent::Yes;
    if (errno != EAGAIN)
        return Sent::NoSocket; // closed just now, of which poll() will hear
    last->isFull = true;
    updateInterest(*last);
    return Sent::NoRoom;
}

// From apps

bool InterCoreSockets::hasInput() const
{
    epoll_event event{};
    return !m_connections.empty() && ::epoll_wait(m_epoll.get(), &event, 1, 0) > 0;
}

void InterCoreSockets::poll()
{
    if (m_connections.empty()) // spares the system call
        return;
    std::array<epoll_event, kMaxEvents> events;
    const int count = ::epoll_wait(m_epoll.get(), events.data(), kMaxEvents, 0);
    for (int i = 0; i < count; ++i) {
        const epoll_event& event = events[static_cast<std::size_t>(i)];
        ready(*static_cast<Connection*>(event.data.ptr), event.events);
    }
}

void InterCoreSockets::ready(Connection& connection, std::uint32_t events)
{
    connection.isGone = connection.isGone || (events & (EPOLLHUP | EPOLLERR)) != 0;
    connection.isEnded = connection.isEnded || connection.isGone || (events & EPOLLRDHUP) != 0;
    if ((events & EPOLLOUT) != 0 || connection.isGone)
        if (std::exchange(connection.isFull, false))
            m_user.roomCame();
    if (!connection.isBlocked)
        takeFrom(connection);
    else
        updateInterest(connection);
}

/// May end the connection.
void InterCoreSockets::takeFrom(Connection& connection)
{
    connection.isBlocked = false;
    // Of one that sends nothing more, which is not watched for it any more, all that it has.
    for (int i = 0; connection.isEnded || i < kMessagesPerTurn; ++i)
        if (!takeOne(connection))
            break;
    if (connection.isGone && !connection.isBlocked)
        remove(connection);
    else
        updateInterest(connection);
}

/// false: there is none, or no room for it.
bool InterCoreSockets::takeOne(Connection& connection)
{
    const int socket = connection.socket.get();
    std::array<std::uint8_t, kKeptBytes> bytes;
    const ssize_t size = receive(socket, bytes, MSG_PEEK | MSG_TRUNC);
    if (size < 0 || (size == 0 && isAtEnd(socket)))
        return false;
    const auto whole = static_cast<std::size_t>(size);
    if (!m_user.take(connection.app, {bytes.data(), std::min(whole, bytes.size())}, whole)) {
        connection.isBlocked = true;
        return false;
    }
    receive(socket, {}, 0);
    return true;
}

void InterCoreSockets::resume()
{
    std::vector<Connection*> blocked;
    for (const auto& connection : m_connections)
        if (connection->isBlocked)
            blocked.push_back(connection.get());
    if (blocked.empty())
        return;
    const auto first = std::ranges::find_if(
        m_connections, [&](const auto& connection) { return connection.get() == blocked.front(); });
    std::rotate(first, first + 1, m_connections.end());
    for (Connection* const connection : blocked)
        takeFrom(*connection);
}

// Connections

void InterCoreSockets::updateInterest(Connection& connection)
{
    std::uint32_t interest = 0;
    if (!connection.isEnded)
        interest |= EPOLLRDHUP;
    if (!connection.isEnded && !connection.isBlocked)
        interest |= EPOLLIN;
    if (connection.isFull)
        interest |= EPOLLOUT;
    if (std::exchange(connection.interest, interest) == interest && !connection.isGone)
        return; // spares the system call
    epoll_event event{};
    event.events = interest;
    event.data.ptr = &connection;
    // That an app is gone would be reported again and again.
    ::epoll_ctl(m_epoll.get(), connection.isGone ? EPOLL_CTL_DEL : EPOLL_CTL_MOD,
                connection.socket.get(), &event);
}

void InterCoreSockets::remove(Connection& connection)
{
    std::erase_if(m_connections, [&](const auto& one) { return one.get() == &connection; });
}

void InterCoreSockets::closeAll()
{
    m_connections.clear();
}

} // namespace perisphere::realtime
