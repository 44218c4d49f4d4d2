#include "gdb_relay.hpp"

#include <fmt/format.h>

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <netinet/in.h>
#include <optional>
#include <sys/socket.h>

namespace perisphere::daemon
{
namespace
{

constexpr std::uint16_t kUsualPort = 2345;

Result<UniqueFd> listenOnLoopback()
{
    std::optional<Error> refused;
    for (const std::uint16_t port : {kUsualPort, std::uint16_t{0}}) {
        UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (socket &&
            ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
            return socket;
        refused = systemError(errno, "listen for gdb on", fmt::format("127.0.0.1:{}", port));
    }
    return fail(*refused);
}

} // namespace

/// Three handles of the loop: who listens, GDB, gdbserver. What one side says is read when what it
/// said before is written.
class GdbRelay::Streams
{
public:
    Streams(uv_loop_t& loop, std::function<void()> connected)
        : m_connected(std::move(connected))
    {
        uv_tcp_init(&loop, &m_listener);
        uv_tcp_init(&loop, &m_gdb.stream.tcp);
        uv_pipe_init(&loop, &m_server.stream.pipe, 0);
        m_listener.data = this;
        for (Side* const side : {&m_gdb, &m_server}) {
            side->stream.any.data = side;
            side->write.data = side;
            side->owner = this;
        }
        m_gdb.other = &m_server;
        m_server.other = &m_gdb;
    }

    Result<> start(UniqueFd server)
    {
        auto socket = listenOnLoopback();
        if (!socket)
            return fail(socket.error());
        sockaddr_in address{};
        ::socklen_t size = sizeof address;
        ::getsockname(socket->get(), reinterpret_cast<sockaddr*>(&address), &size);
        m_port = ntohs(address.sin_port);
        int error = uv_tcp_open(&m_listener, socket->release());
        if (error == 0)
            error = uv_pipe_open(&m_server.stream.pipe, server.release());
        if (error == 0)
            error = uv_listen(reinterpret_cast<uv_stream_t*>(&m_listener), 1,
                              [](uv_stream_t* listener, int status) {
                                  if (status == 0)
                                      static_cast<Streams*>(listener->data)->accept();
                              });
        if (error != 0)
            return fail(systemError(-error, "listen for", "gdb"));
        return {};
    }

    [[nodiscard]] std::uint16_t port() const { return m_port; }
    [[nodiscard]] bool hasDebugger() const { return m_hasDebugger; }

    /// Of the relay itself: nothing is told any more, and this goes when the loop lets go of it.
    void release()
    {
        m_connected = {};
        m_isReleased = true;
        close();
    }

private:
    struct Side {
        union {
            uv_stream_t any;
            uv_tcp_t tcp;
            uv_pipe_t pipe;
        } stream{};
        uv_write_t write{};
        std::array<char, 16'384> bytes{}; ///< what it has said, until the other one has it
        Side* other = nullptr;
        Streams* owner = nullptr;
    };

    void accept()
    {
        if (m_isClosing || m_hasDebugger ||
            uv_accept(reinterpret_cast<uv_stream_t*>(&m_listener), &m_gdb.stream.any) != 0)
            return;
        m_hasDebugger = true;
        uv_tcp_nodelay(&m_gdb.stream.tcp, 1);
        read(m_gdb);
        read(m_server);
        if (m_connected)
            m_connected();
    }

    static void read(Side& from)
    {
        uv_read_start(
            &from.stream.any,
            [](uv_handle_t* handle, std::size_t /*suggested*/, uv_buf_t* buffer) {
                auto& bytes = static_cast<Side*>(handle->data)->bytes;
                *buffer = uv_buf_init(bytes.data(), static_cast<unsigned>(bytes.size()));
            },
            [](uv_stream_t* stream, ssize_t count, const uv_buf_t* /*buffer*/) {
                Side& side = *static_cast<Side*>(stream->data);
                if (count < 0)
                    side.owner->onEnd(side);
                else if (count > 0 && !side.owner->m_hasLeft)
                    pass(side, static_cast<std::size_t>(count));
            });
    }

    /// gdbserver would look for ever for a GDB that is gone: on its behalf, the app is stopped and
    /// killed. After GDB's "detach" nobody reads that any more, after "kill" the end alone counts.
    void onEnd(Side& side)
    {
        if (&side == &m_server) {
            close();
            return;
        }
        if (m_hasLeft)
            return;
        m_hasLeft = true;
        uv_read_stop(&m_gdb.stream.any);
        read(m_server); // until its end
        static std::array<char, 7> kill{'\003', '+', '$', 'k', '#', '6', 'b'};
        const uv_buf_t buffer = uv_buf_init(kill.data(), static_cast<unsigned>(kill.size()));
        uv_write(&m_kill, &m_server.stream.any, &buffer, 1, nullptr);
        uv_shutdown(&m_shutdown, &m_server.stream.any, nullptr);
    }

    static void pass(Side& from, std::size_t count)
    {
        uv_read_stop(&from.stream.any);
        const uv_buf_t buffer = uv_buf_init(from.bytes.data(), static_cast<unsigned>(count));
        const int error = uv_write(&from.write, &from.other->stream.any, &buffer, 1,
                                   [](uv_write_t* request, int status) {
                                       Side& side = *static_cast<Side*>(request->data);
                                       if (side.owner->m_isClosing)
                                           side.owner->deleteIfUnused();
                                       else if (status != 0)
                                           side.owner->onEnd(*side.other);
                                       else if (!side.owner->m_hasLeft)
                                           read(side);
                                   });
        if (error != 0)
            from.owner->onEnd(*from.other);
    }

    void close()
    {
        if (m_isClosing) {
            deleteIfUnused();
            return;
        }
        m_isClosing = true;
        m_open = 3;
        for (uv_handle_t* const handle : {reinterpret_cast<uv_handle_t*>(&m_listener),
                                          reinterpret_cast<uv_handle_t*>(&m_gdb.stream.any),
                                          reinterpret_cast<uv_handle_t*>(&m_server.stream.any)}) {
            handle->data = this;
            uv_close(handle, [](uv_handle_t* closed) {
                auto* const streams = static_cast<Streams*>(closed->data);
                --streams->m_open;
                streams->deleteIfUnused();
            });
        }
    }

    void deleteIfUnused()
    {
        if (m_isReleased && m_open == 0)
            delete this;
    }

    std::function<void()> m_connected;
    uv_tcp_t m_listener{};
    Side m_gdb;
    Side m_server;
    uv_write_t m_kill{};
    uv_shutdown_t m_shutdown{};
    std::uint16_t m_port = 0;
    bool m_hasDebugger = false;
    bool m_hasLeft = false; ///< GDB
    bool m_isClosing = false;
    bool m_isReleased = false;
    unsigned m_open = 0; ///< handles that are being closed
};

GdbRelay::GdbRelay(Streams* streams)
    : m_streams(streams)
{
}

GdbRelay::~GdbRelay()
{
    m_streams->release();
}

Result<std::unique_ptr<GdbRelay>> GdbRelay::start(uv_loop_t& loop, UniqueFd server,
                                                  std::function<void()> connected)
{
    std::unique_ptr<GdbRelay> relay(new GdbRelay(new Streams(loop, std::move(connected))));
    if (auto started = relay->m_streams->start(std::move(server)); !started)
        return fail(started.error());
    return relay;
}

std::uint16_t GdbRelay::port() const
{
    return m_streams->port();
}

bool GdbRelay::hasDebugger() const
{
    return m_streams->hasDebugger();
}

} // namespace perisphere::daemon
