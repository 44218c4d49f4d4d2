#include "perisphere/control/server.hpp"

#include "answers.hpp"
#include "connection.hpp"
#include "perisphere/control/error_codes.hpp"
#include "perisphere/control/sockets.hpp"
#include "server_impl.hpp"

#include <fmt/format.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace perisphere::control
{
namespace
{

constexpr std::uint64_t kWatchdogMilliseconds = 1000;
constexpr int kAcceptsInTurn = 16;
constexpr std::size_t kMinTokenBytes = 16;

} // namespace

/// A listening socket. It stops listening while the process has no descriptor left.
struct ControlServer::Impl::Listener {
    Listener(Impl& owner, UniqueFd listening, std::string shown)
        : server(owner)
        , socket(std::move(listening))
        , token(std::move(shown))
        , poll([&](uv_poll_t* handle) { uv_poll_init(&owner.m_loop, handle, socket.get()); })
    {
        poll.get()->data = this;
        start();
    }

    void start()
    {
        isPaused = false;
        uv_poll_start(poll.get(), UV_READABLE, [](uv_poll_t* handle, int, int) {
            auto& self = *static_cast<Listener*>(handle->data);
            self.server.acceptClients(self);
        });
    }

    void pause()
    {
        isPaused = true;
        uv_poll_stop(poll.get());
    }

    Impl& server;
    UniqueFd socket;
    std::string token; ///< empty: none is asked for
    UvHandle<uv_poll_t> poll;
    bool isPaused = false;
};

ControlServer::Impl::Impl(uv_loop_t& loop, ControlTarget& target, Description description,
                          const ServerLimits& limits)
    : m_loop(loop)
    , m_target(target)
    , m_description(std::move(description))
    , m_limits(limits)
    , m_wake([&](uv_async_t* handle) {
        uv_async_init(&loop, handle,
                      [](uv_async_t* woken) { static_cast<Impl*>(woken->data)->scheduleNotify(); });
    })
    , m_backlogTurn([&](uv_idle_t* handle) { uv_idle_init(&loop, handle); })
    , m_notifyTimer([&](uv_timer_t* handle) { uv_timer_init(&loop, handle); })
    , m_watchdog([&](uv_timer_t* handle) { uv_timer_init(&loop, handle); })
{
    m_wake.get()->data = this;
    m_backlogTurn.get()->data = this;
    m_notifyTimer.get()->data = this;
    m_watchdog.get()->data = this;
    m_target.setWake([wake = m_wake.get()] { uv_async_send(wake); });
}

ControlServer::Impl::~Impl()
{
    m_target.setWake({});
    if (m_socketFolder) // while the lock is held, the name is ours
        ::unlinkat(m_socketFolder.get(), m_socketPath.filename().c_str(), 0);
}

Result<> ControlServer::Impl::listen(const std::filesystem::path& path)
{
    if (m_socketFolder)
        return fail(ErrorCode::AlreadyExists, "the server has its socket already");
    auto listener = listenOnUnix(path);
    if (!listener)
        return fail(listener.error());
    m_socketPath = path;
    m_socketLock = std::move(listener->lock);
    m_socketFolder = std::move(listener->folder);
    addListener(std::move(listener->socket), {});
    return {};
}

Result<std::uint16_t> ControlServer::Impl::listenOnLoopback(std::uint16_t port, std::string token)
{
    if (token.size() < kMinTokenBytes)
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("the token has less than {} bytes", kMinTokenBytes));
    auto socket = listenOnTcp(port);
    if (!socket)
        return fail(socket.error());
    const std::uint16_t bound = localPort(socket->get());
    addListener(*std::move(socket), std::move(token));
    return bound;
}

void ControlServer::Impl::addListener(UniqueFd socket, std::string token)
{
    m_listeners.push_back(std::make_unique<Listener>(*this, std::move(socket), std::move(token)));
}

void ControlServer::Impl::acceptClients(Listener& listener)
{
    for (int i = 0; i < kAcceptsInTurn; ++i) {
        UniqueFd client = acceptClient(listener.socket.get());
        if (!client) {
            if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS) {
                listener.pause();
                startWatchdog();
            }
            return;
        }
        addClient(std::move(client), listener.token);
    }
}

void ControlServer::Impl::addClient(UniqueFd client, const std::string& token)
{
    if (m_connections.size() >= m_limits.clients) {
        refuse(std::move(client));
        return;
    }
    auto connection = std::make_unique<Connection>(*this, std::move(client), token);
    Connection* const key = connection.get();
    m_connections.emplace(key, std::move(connection));
    startWatchdog();
}

/// Says why, if the socket takes it.
void ControlServer::Impl::refuse(UniqueFd client) const
{
    const Error error{.code = ErrorCode::LimitExceeded,
                      .message = "the device has too many clients",
                      .where = {},
                      .expected = fmt::format("at most {}", m_limits.clients)};
    const std::string line = errorLine(nullptr, errorObject(error)) + "\n";
    (void)::send(client.get(), line.data(), line.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
}

void ControlServer::Impl::disconnect(Connection& connection)
{
    std::erase(m_backlog, &connection);
    m_connections.erase(&connection);
    resumeListeners();
}

void ControlServer::Impl::addBacklog(Connection& connection)
{
    if (std::find(m_backlog.begin(), m_backlog.end(), &connection) == m_backlog.end())
        m_backlog.push_back(&connection);
    uv_idle_start(m_backlogTurn.get(),
                  [](uv_idle_t* idle) { static_cast<Impl*>(idle->data)->serveBacklog(); });
}

/// One turn for each; who has still more comes again in the loop's next round.
void ControlServer::Impl::serveBacklog()
{
    for (Connection* const connection : std::exchange(m_backlog, {}))
        if (!connection->takeTurn())
            disconnect(*connection);
    if (m_backlog.empty())
        uv_idle_stop(m_backlogTurn.get());
}

void ControlServer::Impl::scheduleNotify()
{
    if (std::exchange(m_notifyScheduled, true))
        return;
    const std::uint64_t now = uv_now(&m_loop);
    const std::uint64_t due = m_lastNotify ? *m_lastNotify + m_limits.notifyMilliseconds : now;
    uv_timer_start(
        m_notifyTimer.get(),
        [](uv_timer_t* timer) { static_cast<Impl*>(timer->data)->notifyAll(); },
        due > now ? due - now : 0, 0);
}

void ControlServer::Impl::notifyAll()
{
    m_notifyScheduled = false;
    m_lastNotify = uv_now(&m_loop);
    std::vector<Connection*> all;
    for (const auto& [key, connection] : m_connections)
        all.push_back(key);
    for (Connection* const connection : all)
        if (!connection->notify())
            disconnect(*connection);
}

void ControlServer::Impl::startWatchdog()
{
    if (uv_is_active(reinterpret_cast<uv_handle_t*>(m_watchdog.get())) != 0)
        return;
    const std::uint64_t period = std::min(
        {kWatchdogMilliseconds, m_limits.stallMilliseconds, m_limits.authenticationMilliseconds});
    uv_timer_start(
        m_watchdog.get(), [](uv_timer_t* timer) { static_cast<Impl*>(timer->data)->watch(); },
        period, period);
}

/// Runs only while there is something that may become overdue.
void ControlServer::Impl::watch()
{
    resumeListeners();
    std::vector<Connection*> overdue;
    bool isNeeded = false;
    for (const auto& [key, connection] : m_connections) {
        if (connection->isOverdue())
            overdue.push_back(key);
        isNeeded = isNeeded || connection->needsWatching();
    }
    for (Connection* const connection : overdue)
        disconnect(*connection);
    if (!isNeeded)
        uv_timer_stop(m_watchdog.get());
}

void ControlServer::Impl::resumeListeners()
{
    for (const auto& listener : m_listeners)
        if (listener->isPaused)
            listener->start();
}

void ControlServer::Impl::announceStop()
{
    for (const auto& [key, connection] : m_connections)
        connection->announce("device.stopping");
}

ControlServer::ControlServer(uv_loop_s& loop, ControlTarget& target, Description description,
                             const ServerLimits& limits)
    : m_impl(std::make_unique<Impl>(loop, target, std::move(description), limits))
{
}

ControlServer::~ControlServer() = default;

Result<> ControlServer::listen(const std::filesystem::path& socket)
{
    return m_impl->listen(socket);
}

Result<std::uint16_t> ControlServer::listenOnLoopback(std::uint16_t port, std::string token)
{
    return m_impl->listenOnLoopback(port, std::move(token));
}

void ControlServer::serve(UniqueFd client)
{
    m_impl->serve(std::move(client));
}

void ControlServer::announceStop()
{
    m_impl->announceStop();
}

std::size_t ControlServer::clientCount() const
{
    return m_impl->clientCount();
}

Result<std::string> makeToken()
{
    std::array<unsigned char, 32> bytes;
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        return fail(ErrorCode::Io, "the system gives no random bytes for a token");
    return fmt::format("{:02x}", fmt::join(bytes, ""));
}

} // namespace perisphere::control
