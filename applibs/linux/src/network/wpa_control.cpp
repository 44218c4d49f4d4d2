#include "wpa_control.hpp"

#include "wpa_reply.hpp"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <utility>

namespace perisphere::target
{

Result<WpaControl> WpaControl::connect(const std::filesystem::path& path)
{
    UniqueFd socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    sockaddr_un server{};
    server.sun_family = AF_UNIX;
    if (!socket || path.native().size() >= sizeof server.sun_path)
        return fail(systemError(socket ? ENAMETOOLONG : errno, "connect to", path.string()));
    std::memcpy(server.sun_path, path.c_str(), path.native().size());
    // An address of the kernel's choice, which is no file, so that none is left behind. Others than
    // wpa_supplicant cannot send to it, since the socket is connected.
    sockaddr_un own{};
    own.sun_family = AF_UNIX;
    if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&own), sizeof own.sun_family) != 0 ||
        ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&server), sizeof server) != 0)
        return fail(systemError(errno, "connect to", path.string()));
    return WpaControl(std::move(socket));
}

std::optional<std::string> WpaControl::receive()
{
    std::string message(kMaxWpaReplyBytes, '\0');
    const ssize_t count = ::recv(m_socket.get(), message.data(), message.size(), 0);
    if (count < 0)
        return std::nullopt;
    message.resize(static_cast<std::size_t>(count));
    while (!message.empty() && message.back() == '\n')
        message.pop_back();
    return message;
}

std::optional<std::string> WpaControl::request(std::string_view command)
{
    using Clock = std::chrono::steady_clock;
    constexpr std::chrono::seconds kTimeout{1};
    while (receive()) { // answers that had come too late
    }
    if (::send(m_socket.get(), command.data(), command.size(), MSG_NOSIGNAL) < 0)
        return std::nullopt;
    const auto end = Clock::now() + kTimeout;
    while (true) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
        pollfd wait{.fd = m_socket.get(), .events = POLLIN, .revents = 0};
        const int ready = left > 0 ? ::poll(&wait, 1, static_cast<int>(left)) : 0;
        if (ready == 0 || (ready < 0 && errno != EINTR))
            return std::nullopt;
        if (auto reply = ready > 0 ? receive() : std::nullopt; reply && !reply->starts_with('<'))
            return reply;
    }
}

bool WpaControl::does(std::string_view command)
{
    return request(command) == "OK";
}

std::optional<std::string> WpaControl::takeEvent()
{
    return receive();
}

} // namespace perisphere::target
