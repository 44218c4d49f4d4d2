#include "debugging/debug_listener.hpp"

#include "perisphere/debug/limits.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace perisphere::a7
{
namespace
{

constexpr int kFinishMilliseconds = 1000;

} // namespace

DebugListener::DebugListener(debug::Target& target)
    : m_core(target)
{
}

Result<std::uint16_t> DebugListener::listen(std::uint16_t port)
{
    KeptDescriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int yes = 1;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    if (socket.get() < 0 ||
        ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
        ::bind(socket.get(), generic, size) != 0 ||
        ::listen(socket.get(), static_cast<int>(debug::kClients)) != 0 ||
        ::getsockname(socket.get(), generic, &size) != 0) {
        Error error =
            systemError(errno, "listen for debuggers on", fmt::format("127.0.0.1:{}", port));
        if (errno == EADDRINUSE)
            error.advice = "end the program that has the port, or take another one; 0 takes a free "
                           "one";
        return fail(std::move(error));
    }
    m_socket = std::move(socket);
    return ntohs(address.sin_port);
}

Result<std::uint16_t> DebugListener::takeOver(int socket)
{
    m_socket = KeptDescriptor(socket);
    sockaddr_in address{};
    socklen_t size = sizeof address;
    if (::getsockname(m_socket.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0)
        return fail(
            systemError(errno, "listen for debuggers on", fmt::format("descriptor {}", socket)));
    return ntohs(address.sin_port);
}

void DebugListener::addDescriptors(std::vector<pollfd>& polled) const
{
    polled.push_back({.fd = m_socket.get(), .events = POLLIN, .revents = 0});
    for (const Client& client : m_clients) {
        const bool wantsInput = client.session->wantsInput();
        const bool hasOutput = !client.session->output().empty();
        polled.push_back(
            {.fd = client.socket.get(),
             .events = static_cast<short>((wantsInput ? POLLIN : 0) | (hasOutput ? POLLOUT : 0)),
             .revents = 0});
    }
}

void DebugListener::serve(int timeout)
{
    std::vector<pollfd> polled;
    addDescriptors(polled);
    for (const Client& client : m_clients)
        if (client.session->canWork() && client.session->output().empty())
            timeout = 0;
    if (::poll(polled.data(), polled.size(), timeout) < 0)
        return; // by a signal, which the caller looks for
    auto event = polled.begin() + 1;
    for (Client& client : m_clients) {
        if ((event++->revents & (POLLIN | POLLHUP | POLLERR)) != 0)
            receive(client);
        client.session->work();
        send(client);
    }
    // A client that is gone takes its breakpoints with it; the last one lets the process go on.
    m_clients.remove_if([](const Client& client) { return client.isGone; });
    if ((polled.front().revents & POLLIN) != 0)
        accept();
}

void DebugListener::accept()
{
    KeptDescriptor socket(
        ::accept4(m_socket.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (socket.get() < 0 || m_clients.size() >= debug::kClients)
        return;
    const int yes = 1;
    ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    m_clients.push_back({.socket = std::move(socket),
                         .session = std::make_unique<debug::RemoteSession>(m_core, [] {})});
    if (m_onClient)
        m_onClient();
}

void DebugListener::receive(Client& client)
{
    std::array<char, 16384> bytes; // NOLINT(cppcoreguidelines-pro-type-member-init): read() fills
    const ssize_t count = ::recv(client.socket.get(), bytes.data(), bytes.size(), 0);
    if (count > 0)
        client.session->receive({bytes.data(), static_cast<std::size_t>(count)});
    else if (count == 0 || (errno != EAGAIN && errno != EINTR))
        client.isGone = true;
}

void DebugListener::send(Client& client)
{
    const std::string_view output = client.session->output();
    if (!output.empty()) {
        const ssize_t count =
            ::send(client.socket.get(), output.data(), output.size(), MSG_NOSIGNAL);
        if (count >= 0)
            client.session->sent(static_cast<std::size_t>(count));
        else if (errno != EAGAIN && errno != EINTR)
            client.isGone = true;
    }
    if (client.session->isOver() && client.session->output().empty())
        client.isGone = true;
}

void DebugListener::finish()
{
    for (Client& client : m_clients) {
        pollfd writable{.fd = client.socket.get(), .events = POLLOUT, .revents = 0};
        while (!client.isGone && !client.session->output().empty() &&
               ::poll(&writable, 1, kFinishMilliseconds) > 0)
            send(client);
    }
    m_clients.clear();
}

} // namespace perisphere::a7
