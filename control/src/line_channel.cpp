#include "line_channel.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <poll.h>
#include <sys/socket.h>

namespace perisphere::control
{
namespace
{

constexpr std::size_t kMaxLineBytes = std::size_t{16} * 1024 * 1024; // a device sends less

Error ended()
{
    return {.code = ErrorCode::Io, .message = "the device has ended the connection"};
}

} // namespace

Result<> LineChannel::send(std::string line, Deadline deadline)
{
    line += '\n';
    std::string_view rest = line;
    while (!rest.empty()) {
        const ssize_t count =
            ::send(m_socket.get(), rest.data(), rest.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (count > 0) {
            rest.remove_prefix(static_cast<std::size_t>(count));
            continue;
        }
        if (errno == EPIPE || errno == ECONNRESET)
            return fail(ended());
        if (errno != EAGAIN && errno != EINTR)
            return fail(systemError(errno, "send to", "the device"));
        auto ready = waitFor(POLLIN | POLLOUT, deadline);
        if (!ready)
            return fail(ready.error());
        if (!*ready)
            return fail(ErrorCode::Io, "the device does not take the request");
        if (auto received = receiveSome(); !received)
            return received;
    }
    return {};
}

Result<std::optional<std::string>> LineChannel::receive(Deadline deadline)
{
    while (!m_lines.hasLine()) {
        if (m_ended)
            return fail(ended());
        auto ready = waitFor(POLLIN, deadline);
        if (!ready)
            return fail(ready.error());
        if (!*ready)
            return std::nullopt;
        if (auto received = receiveSome(); !received)
            return fail(received.error());
    }
    return m_lines.take();
}

Result<bool> LineChannel::waitFor(short events, Deadline deadline)
{
    using std::chrono::milliseconds;
    pollfd entry{.fd = m_socket.get(), .events = events, .revents = 0};
    for (;;) {
        const auto left = std::chrono::ceil<milliseconds>(deadline - Deadline::clock::now());
        const auto wait = std::clamp(left, milliseconds(0), milliseconds(INT32_MAX));
        const int count = ::poll(&entry, 1, static_cast<int>(wait.count()));
        if (count >= 0)
            return count > 0;
        if (errno != EINTR)
            return fail(systemError(errno, "wait for", "the device"));
    }
}

Result<> LineChannel::receiveSome()
{
    std::array<char, 65536> buffer;
    const ssize_t count = ::recv(m_socket.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (count == 0 || (count < 0 && errno == ECONNRESET))
        m_ended = true;
    else if (count > 0)
        m_lines.add({buffer.data(), static_cast<std::size_t>(count)});
    else if (errno != EAGAIN && errno != EINTR)
        return fail(systemError(errno, "receive from", "the device"));
    if (m_lines.lineBytes() > kMaxLineBytes)
        return fail(ErrorCode::LimitExceeded, "the device sent a line without end");
    return {};
}

} // namespace perisphere::control
