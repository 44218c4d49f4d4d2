#include "perisphere/device/service_host.hpp"

#include "packet_socket.hpp"
#include "perisphere/device/session.hpp"

#include <fmt/format.h>
#include <uv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <deque>
#include <fcntl.h>
#include <sys/socket.h>
#include <utility>

namespace perisphere::device
{
namespace
{

/// Served at one go before the others have their turn.
constexpr int kPacketsInTurn = 32;

/// Replies that a client may leave lying. The library waits for each reply, so one thread of an app
/// accounts for one.
constexpr std::size_t kMaxPendingReplies = 64;

/// Its library's, and one for each library beside it.
constexpr std::ptrdiff_t kMaxConnectionsOfApp = 4;

} // namespace

class ServiceHost::Connection
{
public:
    Connection(ServiceHost& host, const std::shared_ptr<const App>& app, UniqueFd socket)
        : m_host(host)
        , m_socket(std::move(socket))
        , m_session(
              app, host.m_services, host.m_log,
              [this](ReplyPacket reply) { sendLate(std::move(reply)); },
              [&host, app] { return host.connect(app); })
        , m_handle(std::make_unique<uv_poll_t>())
    {
        ::fcntl(m_socket.get(), F_SETFL, O_NONBLOCK);
        if (host.m_onDemand != nullptr && host.m_isServedOnDemand(*app)) {
            // Without it, the app is served as others are: only its time is less exact.
            auto demanded = host.m_onDemand->add(m_socket.get(), [this] { readAll(); });
            if (demanded)
                m_demanded = std::move(*demanded);
        }
        uv_poll_init(&host.m_loop, m_handle.get(), m_socket.get());
        m_handle->data = this;
        listen();
    }

    /// libuv needs the handle's memory until its close callback.
    ~Connection()
    {
        uv_poll_stop(m_handle.get());
        auto* const handle = reinterpret_cast<uv_handle_t*>(m_handle.release());
        uv_close(handle, [](uv_handle_t* closed) { delete reinterpret_cast<uv_poll_t*>(closed); });
    }

    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    [[nodiscard]] const App& app() const { return m_session.app(); }

private:
    void listen()
    {
        const int events =
            (m_demanded ? UV_DISCONNECT : UV_READABLE) | (m_pending.empty() ? 0 : UV_WRITABLE);
        uv_poll_start(m_handle.get(), events, [](uv_poll_t* handle, int status, int ready) {
            auto& self = *static_cast<Connection*>(handle->data);
            if (!self.serve(status, ready))
                self.m_host.disconnect(self); // deletes it
        });
    }

    void readAll()
    {
        while (m_demanded) {
            const Progress progress = receive();
            if (progress == Progress::Closed) {
                m_host.disconnect(*this); // deletes it
                return;
            }
            if (progress == Progress::NothingMore)
                return;
        }
    }

    /// false when the connection has come to its end.
    bool serve(int status, int ready)
    {
        if (status < 0)
            return false;
        if ((ready & UV_WRITABLE) != 0 && !sendPending())
            return false;
        if ((ready & UV_DISCONNECT) != 0)
            return receive() == Progress::More; // to the end
        return (ready & UV_READABLE) == 0 || receive() != Progress::Closed;
    }

    enum class Progress : std::uint8_t { NothingMore, More, Closed };
    Progress receive()
    {
        std::array<std::byte, protocol::kMaxMessageBytes> buffer;
        for (int i = 0; i < kPacketsInTurn; ++i) {
            const ReceivedPacket packet = receivePacket(m_socket.get(), buffer);
            if (packet.status == PacketStatus::WouldBlock)
                return Progress::NothingMore;
            if (packet.status == PacketStatus::Closed || packet.bytes > buffer.size())
                return Progress::Closed;
            auto reply = m_session.handle({buffer.data(), packet.bytes});
            if (reply && !send(std::move(*reply)))
                return Progress::Closed;
        }
        return Progress::More;
    }

    bool send(ReplyPacket reply)
    {
        if (m_pending.size() >= kMaxPendingReplies) {
            m_host.m_log.write(m_session.app().componentId, LogSource::Device,
                               "the app does not take the replies to its requests and was "
                               "disconnected from the device");
            return false;
        }
        m_pending.push_back(std::move(reply));
        return sendPending();
    }

    /// This may be called from inside of receive(); so the end of the connection is left to the
    /// loop, which sees the socket shut.
    void sendLate(ReplyPacket reply)
    {
        if (!send(std::move(reply)))
            ::shutdown(m_socket.get(), SHUT_RDWR);
    }

    bool sendPending()
    {
        while (!m_pending.empty()) {
            const PacketStatus status = sendPacket(m_socket.get(), m_pending.front());
            if (status == PacketStatus::Closed)
                return false;
            if (status == PacketStatus::WouldBlock)
                break;
            m_pending.pop_front();
        }
        listen();
        return true;
    }

    ServiceHost& m_host;
    UniqueFd m_socket;
    std::unique_ptr<InputOnDemand::Entry> m_demanded; ///< in place of the loop's
    Session m_session;
    std::unique_ptr<uv_poll_t> m_handle;
    std::deque<ReplyPacket> m_pending;
};

ServiceHost::ServiceHost(uv_loop_s& loop, DeviceServices& services, AppLog& log)
    : m_loop(loop)
    , m_services(services)
    , m_log(log)
{
}

ServiceHost::~ServiceHost() = default;

void ServiceHost::serve(std::shared_ptr<const App> app, UniqueFd socket)
{
    auto connection = std::make_unique<Connection>(*this, std::move(app), std::move(socket));
    Connection* const key = connection.get();
    m_connections.emplace(key, std::move(connection));
}

Outcome<UniqueFd> ServiceHost::connect(const std::shared_ptr<const App>& app)
{
    const auto count = std::count_if(m_connections.begin(), m_connections.end(), [&](auto& one) {
        return one.first->app().componentId == app->componentId;
    });
    if (count >= kMaxConnectionsOfApp)
        return refuse(EACCES,
                      fmt::format("the app has {} connections to the device already", count));
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return refuse(errno, "no socket is left for a connection to the device");
    serve(app, UniqueFd(ends[0]));
    return UniqueFd(ends[1]);
}

void ServiceHost::disconnect(Connection& connection)
{
    m_connections.erase(&connection);
}

} // namespace perisphere::device
