// The socket of one client of a GdbServer.
#pragma once

#include "gdb_server_impl.hpp"
#include "mailbox.hpp"
#include "uv_handle.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace perisphere::debug
{

/// On the loop's thread.
class GdbConnection
{
public:
    GdbConnection(GdbServer::Impl& server, UvHandle<uv_tcp_t> socket);
    GdbConnection(const GdbConnection&) = delete;
    GdbConnection& operator=(const GdbConnection&) = delete;
    ~GdbConnection();

    /// Does what can be done now: sends, receives, asks the machine for a turn. False when the
    /// connection has come to its end.
    [[nodiscard]] bool goOn();

    /// Whether the client has never said anything.
    [[nodiscard]] bool isSilent() const { return m_isSilent; }

private:
    static void onRead(uv_stream_t* stream, ssize_t count, const uv_buf_t* buffer);
    void receive(ssize_t count, const char* bytes);
    [[nodiscard]] bool send(std::string output);
    void readAsNeeded(bool hasRoom);
    [[nodiscard]] uv_stream_t* stream() const
    {
        return reinterpret_cast<uv_stream_t*>(m_socket.get());
    }

    /// What the socket did not take at once. Belongs to libuv until its callback.
    struct Write {
        uv_write_t request;
        std::string bytes;
    };
    static void onWritten(uv_write_t* request, int status);

    GdbServer::Impl& m_server;
    UvHandle<uv_tcp_t> m_socket;
    std::shared_ptr<Mailbox> m_mailbox;
    bool m_isSilent = true;
    bool m_isReading = false;
    bool m_isWriting = false;
    bool m_inputEnded = false;
    bool m_isBroken = false;
};

} // namespace perisphere::debug
