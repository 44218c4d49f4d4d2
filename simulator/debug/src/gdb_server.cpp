#include "perisphere/debug/gdb_server.hpp"

#include "gdb_connection.hpp"
#include "gdb_server_impl.hpp"
#include "perisphere/debug/limits.hpp"
#include "perisphere/engine/machine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <utility>

namespace perisphere::debug
{
namespace
{

constexpr int kBacklog = 16;

UvHandle<uv_tcp_t> makeSocket(uv_loop_t& loop)
{
    auto socket = std::make_unique<uv_tcp_t>();
    uv_tcp_init(&loop, socket.get()); // makes no descriptor yet, and does not fail
    return UvHandle<uv_tcp_t>(socket.release());
}

Error listenError(std::string_view core, std::uint16_t port, int code)
{
    const bool isTaken = code == UV_EADDRINUSE;
    return {.code = isTaken             ? ErrorCode::AlreadyExists
                    : code == UV_EACCES ? ErrorCode::PermissionDenied
                                        : ErrorCode::Io,
            .message = fmt::format("cannot listen on 127.0.0.1:{} for debuggers of {}: {}", port,
                                   core, uv_strerror(code)),
            .where = {},
            .expected = {},
            .advice = isTaken
                          ? fmt::format("end the program that has the port (\"ss -tlnp 'sport = "
                                        ":{}'\" shows it), or take another port; 0 takes a free "
                                        "one",
                                        port)
                          : std::string()};
}

} // namespace

GdbServer::Impl::Impl(uv_loop_t& loop, engine::Machine& machine, Target& target)
    : m_loop(loop)
    , m_machine(machine)
    , m_target(target)
{
    auto told = std::make_unique<uv_async_t>();
    uv_async_init(&loop, told.get(),
                  [](uv_async_t* handle) { static_cast<Impl*>(handle->data)->goOnAll(); });
    told->data = this;
    m_told.reset(told.release());
}

GdbServer::Impl::~Impl()
{
    m_listener.reset();
    m_connections.clear();
    // After the sessions' ends, which the connections have posted, as posts keep their order. The
    // core is left alone from here on.
    if (m_wasMachineAsked && !m_machine.call([this] { m_sessions.reset(); }))
        m_sessions.reset(); // the machine is stopped: its things belong to this thread
}

Result<std::uint16_t> GdbServer::Impl::listen(std::uint16_t port)
{
    if (m_listener)
        return fail(ErrorCode::AlreadyExists, "the server listens already");
    auto listener = makeSocket(m_loop);
    listener->data = this;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int code = uv_tcp_bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), 0);
    if (code == 0)
        code = uv_listen(reinterpret_cast<uv_stream_t*>(listener.get()), kBacklog,
                         [](uv_stream_t* stream, int status) {
                             if (status == 0)
                                 static_cast<Impl*>(stream->data)->acceptClient();
                         });
    if (code != 0)
        return fail(listenError(m_target.name(), port, code));
    int length = sizeof address;
    uv_tcp_getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &length);
    m_listener = std::move(listener);
    return ntohs(address.sin_port);
}

void GdbServer::Impl::acceptClient()
{
    auto socket = makeSocket(m_loop);
    if (uv_accept(reinterpret_cast<uv_stream_t*>(m_listener.get()),
                  reinterpret_cast<uv_stream_t*>(socket.get())) != 0)
        return;
    if (m_connections.size() >= kClients && !makeRoom())
        return;
    m_connections.push_back(std::make_unique<GdbConnection>(*this, std::move(socket)));
    if (m_onClient)
        m_onClient();
}

/// Whoever has connected and says nothing has to make room, the first one first.
bool GdbServer::Impl::makeRoom()
{
    const auto silent = std::find_if(m_connections.begin(), m_connections.end(),
                                     [](const auto& each) { return each->isSilent(); });
    if (silent == m_connections.end())
        return false;
    m_connections.erase(silent);
    return true;
}

bool GdbServer::Impl::askForTurn(const std::shared_ptr<Mailbox>& mailbox)
{
    m_wasMachineAsked = true;
    return m_machine.post([this, mailbox] {
        if (!m_sessions)
            m_sessions = std::make_unique<MachineSessions>(
                m_target, [told = m_told.get()] { uv_async_send(told); });
        m_sessions->takeTurn(mailbox);
    });
}

void GdbServer::Impl::endSession(const std::shared_ptr<Mailbox>& mailbox)
{
    if (!m_wasMachineAsked)
        return;
    // A stopped machine's sessions end with the server.
    m_machine.post([this, mailbox] {
        if (m_sessions)
            m_sessions->end(mailbox);
    });
}

void GdbServer::Impl::disconnect(GdbConnection& connection)
{
    std::erase_if(m_connections, [&](const auto& each) { return each.get() == &connection; });
}

void GdbServer::Impl::goOnAll()
{
    std::erase_if(m_connections, [](const auto& each) { return !each->goOn(); });
}

GdbServer::GdbServer(uv_loop_s& loop, engine::Machine& machine, Target& target)
    : m_impl(std::make_unique<Impl>(loop, machine, target))
{
}

GdbServer::~GdbServer() = default;

Result<std::uint16_t> GdbServer::listen(std::uint16_t port)
{
    return m_impl->listen(port);
}

void GdbServer::onClient(std::function<void()> listener)
{
    m_impl->onClient(std::move(listener));
}

std::size_t GdbServer::clientCount() const
{
    return m_impl->clientCount();
}

} // namespace perisphere::debug
