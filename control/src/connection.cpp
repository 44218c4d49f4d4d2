#include "connection.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/socket.h>
#include <utility>

namespace perisphere::control
{
namespace
{

constexpr std::size_t kReadBytes = std::size_t{64} * 1024;
constexpr int kSendsInTurn = 16;

} // namespace

Connection::Connection(ControlServer::Impl& server, UniqueFd socket, std::string token)
    : m_server(server)
    , m_socket(std::move(socket))
    , m_session(server.description(), server.target(), server.limits().session, std::move(token),
                [this] { pollAsNeeded(); })
    , m_poll([this](uv_poll_t* handle) { uv_poll_init(&m_server.loop(), handle, m_socket.get()); })
    , m_started(uv_now(&server.loop()))
    , m_progress(m_started)
{
    m_poll.get()->data = this;
    pollAsNeeded();
}

void Connection::pollAsNeeded()
{
    const bool reads = m_session.wantsInput() && !m_inputEnded;
    const bool writes = !m_session.output().empty();
    const int events = (reads ? UV_READABLE : 0) | (writes ? UV_WRITABLE : 0);
    if (!writes)
        m_progress = uv_now(&m_server.loop());
    if (needsWatching())
        m_server.startWatchdog();
    if (events == 0) {
        uv_poll_stop(m_poll.get());
        return;
    }
    uv_poll_start(m_poll.get(), events, [](uv_poll_t* handle, int status, int ready) {
        static_cast<Connection*>(handle->data)->onPoll(status, ready);
    });
}

void Connection::onPoll(int status, int ready)
{
    const bool goesOn = status >= 0 && ((ready & UV_READABLE) == 0 || receive()) && takeTurn();
    if (!goesOn)
        m_server.disconnect(*this); // deletes it
}

bool Connection::receive()
{
    std::array<char, kReadBytes> buffer;
    const ssize_t count = ::recv(m_socket.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (count < 0)
        return errno == EAGAIN || errno == EINTR;
    if (count == 0)
        m_inputEnded = true;
    m_session.receive({buffer.data(), static_cast<std::size_t>(count)});
    return true;
}

bool Connection::takeTurn()
{
    if (!send()) // room first: a client that does not take its answers asks for no more
        return false;
    m_session.work(m_server.limits().messagesInTurn);
    if (!send())
        return false;
    if (isOver()) {
        handOver();
        return false;
    }
    if (m_session.canWork())
        m_server.addBacklog(*this);
    if (m_session.wantsNotify())
        m_server.scheduleNotify();
    pollAsNeeded();
    return true;
}

bool Connection::send()
{
    for (int i = 0; i < kSendsInTurn && !m_session.output().empty(); ++i) {
        const std::string_view bytes = m_session.output();
        const ssize_t count =
            ::send(m_socket.get(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (count < 0 && errno != EINTR)
            return errno == EAGAIN;
        if (count > 0) {
            m_session.sent(static_cast<std::size_t>(count));
            m_progress = uv_now(&m_server.loop());
        }
    }
    return true;
}

bool Connection::isOver() const
{
    return m_session.output().empty() &&
           (m_session.isClosing() || (m_inputEnded && m_session.isIdle()));
}

/// A copy, as the loop may still watch this descriptor's number when the new owner closes it. When
/// there is none to be had, the program sees its connection end.
void Connection::handOver()
{
    const auto seat = m_session.takeSeat();
    if (seat == nullptr)
        return;
    if (UniqueFd copy(::fcntl(m_socket.get(), F_DUPFD_CLOEXEC, 0)); copy)
        seat->take(std::move(copy));
}

bool Connection::notify()
{
    m_session.notify();
    return takeTurn();
}

void Connection::announce(std::string_view method)
{
    m_session.announce(method);
    if (send()) // if not, the poll finds out
        pollAsNeeded();
}

bool Connection::needsWatching() const
{
    return !m_session.isAuthenticated() || !m_session.output().empty();
}

bool Connection::isOverdue() const
{
    const std::uint64_t now = uv_now(&m_server.loop());
    const ServerLimits& limits = m_server.limits();
    if (!m_session.isAuthenticated() && now - m_started > limits.authenticationMilliseconds)
        return true;
    return !m_session.output().empty() && now - m_progress > limits.stallMilliseconds;
}

} // namespace perisphere::control
