#include "gdb_connection.hpp"

#include "perisphere/debug/limits.hpp"
#include "perisphere/engine/machine.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace perisphere::debug
{

GdbConnection::GdbConnection(GdbServer::Impl& server, UvHandle<uv_tcp_t> socket)
    : m_server(server)
    , m_socket(std::move(socket))
    , m_mailbox(std::make_shared<Mailbox>())
{
    m_socket->data = this;
    uv_tcp_nodelay(m_socket.get(), 1);
    readAsNeeded(true);
}

GdbConnection::~GdbConnection()
{
    m_socket->data = nullptr; // a write that is under way is told of its end later
    m_server.endSession(m_mailbox);
}

bool GdbConnection::goOn()
{
    if (m_isBroken)
        return false;
    std::string output;
    bool asksForTurn = false;
    bool hasRoom = false;
    bool isOver = false;
    {
        const std::lock_guard lock(m_mailbox->mutex);
        if (!m_isWriting)
            output.swap(m_mailbox->output);
        // A client that does not take its answers gets no more of them.
        const bool isTaken = !m_isWriting && output.empty();
        const bool hasWork = !m_mailbox->input.empty() || m_mailbox->hasMoreToDo;
        asksForTurn = isTaken && hasWork && !m_mailbox->isTurnDue && !m_mailbox->isOver;
        if (asksForTurn)
            m_mailbox->isTurnDue = true;
        hasRoom = m_mailbox->input.size() < kInputBytes;
        isOver =
            isTaken && (m_mailbox->isOver || (m_inputEnded && !hasWork && !m_mailbox->isTurnDue));
    }
    if (isOver)
        return false;
    readAsNeeded(hasRoom);
    if (asksForTurn)
        return m_server.askForTurn(m_mailbox);
    return output.empty() || (send(std::move(output)) && goOn());
}

void GdbConnection::readAsNeeded(bool hasRoom)
{
    const bool reads = hasRoom && !m_inputEnded;
    if (reads == std::exchange(m_isReading, reads))
        return;
    if (!reads) {
        uv_read_stop(stream());
        return;
    }
    uv_read_start(
        stream(),
        [](uv_handle_t* handle, std::size_t, uv_buf_t* buffer) {
            // Read and handed on at once, so that all connections can use the same.
            auto& bytes = static_cast<GdbConnection*>(handle->data)->m_server.readBuffer();
            *buffer = uv_buf_init(bytes.data(), static_cast<unsigned>(bytes.size()));
        },
        onRead);
}

void GdbConnection::onRead(uv_stream_t* stream, ssize_t count, const uv_buf_t* buffer)
{
    static_cast<GdbConnection*>(stream->data)->receive(count, buffer->base);
}

void GdbConnection::receive(ssize_t count, const char* bytes)
{
    if (count > 0) {
        m_isSilent = false;
        const std::lock_guard lock(m_mailbox->mutex);
        m_mailbox->input.append(bytes, static_cast<std::size_t>(count));
    } else if (count == UV_EOF) {
        m_inputEnded = true; // what it sent before is still done
    } else if (count < 0) {
        m_isBroken = true;
    }
    if (!goOn())
        m_server.disconnect(*this); // deletes it
}

bool GdbConnection::send(std::string output)
{
    uv_buf_t buffer = uv_buf_init(output.data(), static_cast<unsigned>(output.size()));
    const int taken = uv_try_write(stream(), &buffer, 1);
    if (taken < 0 && taken != UV_EAGAIN)
        return false;
    output.erase(0, static_cast<std::size_t>(std::max(taken, 0)));
    if (output.empty())
        return true;
    auto write = std::make_unique<Write>();
    write->bytes = std::move(output);
    write->request.data = write.get();
    buffer = uv_buf_init(write->bytes.data(), static_cast<unsigned>(write->bytes.size()));
    if (uv_write(&write->request, stream(), &buffer, 1, onWritten) != 0)
        return false;
    static_cast<void>(write.release()); // onWritten() has it
    m_isWriting = true;
    return true;
}

void GdbConnection::onWritten(uv_write_t* request, int status)
{
    const std::unique_ptr<Write> write(static_cast<Write*>(request->data));
    auto* const self = static_cast<GdbConnection*>(request->handle->data);
    if (self == nullptr) // gone meanwhile
        return;
    self->m_isWriting = false;
    self->m_isBroken = self->m_isBroken || status < 0;
    if (!self->goOn())
        self->m_server.disconnect(*self); // deletes it
}

} // namespace perisphere::debug
