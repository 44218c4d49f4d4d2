#include "standing_connections.hpp"

#include "perisphere/base/unique_fd.hpp"
#include "socket_filter.hpp"

#include <algorithm>
#include <cerrno>
#include <linux/filter.h>
#include <optional>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <utility>

namespace perisphere::device
{
namespace
{

/// One number for each socket since the system's start.
std::optional<std::uint64_t> cookieOf(int socket)
{
    std::uint64_t cookie = 0;
    socklen_t size = sizeof cookie;
    return ::getsockopt(socket, SOL_SOCKET, SO_COOKIE, &cookie, &size) == 0 ? std::optional(cookie)
                                                                            : std::nullopt;
}

bool setStalled(int socket, bool isStalled)
{
    sock_filter letNothingIn{BPF_RET | BPF_K, 0, 0, 0};
    const sock_fprog program{.len = 1, .filter = &letNothingIn};
    const int none = 0;
    return isStalled
               ? ::setsockopt(socket, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) == 0
               : ::setsockopt(socket, SOL_SOCKET, SO_DETACH_FILTER, &none, sizeof none) == 0;
}

} // namespace

void StandingConnections::remember(int socket, ::pid_t process, std::string host)
{
    const auto cookie = cookieOf(socket);
    if (!cookie)
        return;
    if (m_connections.size() >= m_looksAtSize) {
        visit([](Connection&, int) {});
        m_looksAtSize = std::max(m_looksAtSize, 2 * m_connections.size());
    }
    Connection& connection = m_connections[*cookie];
    // One that is connected once more, to another host, which is reached.
    if (connection.isStalled && setStalled(socket, false))
        connection.isStalled = false;
    connection.host = std::move(host);
    connection.process = process;
}

std::set<std::string> StandingConnections::follow(const WayTo& wayTo)
{
    std::map<std::string, bool> isReached;
    for (const auto& [cookie, connection] : m_connections)
        if (!isReached.contains(connection.host))
            isReached[connection.host] = wayTo(connection.host).has_value();
    std::set<std::string> stalled;
    visit([&](Connection& connection, int socket) {
        const bool stalls = !isReached.at(connection.host);
        if (stalls != connection.isStalled && setStalled(socket, stalls))
            connection.isStalled = stalls;
        if (connection.isStalled)
            stalled.insert(connection.host);
    });
    return stalled;
}

void StandingConnections::visit(const std::function<void(Connection&, int socket)>& each)
{
    std::set<::pid_t> processes;
    for (const auto& [cookie, connection] : m_connections)
        processes.insert(connection.process);
    std::map<std::uint64_t, Connection> found;
    for (const ::pid_t process : processes) {
        const UniqueFd pidfd(static_cast<int>(::syscall(SYS_pidfd_open, process, 0)));
        for (int number = 0; pidfd && number <= kUnaskedDescriptor; ++number) {
            const UniqueFd socket(
                static_cast<int>(::syscall(SYS_pidfd_getfd, pidfd.get(), number, 0)));
            const auto cookie = socket ? cookieOf(socket.get()) : std::nullopt;
            if (!cookie)
                continue;
            if (auto known = m_connections.extract(*cookie)) {
                each(known.mapped(), socket.get());
                found.insert(std::move(known));
            }
        }
    }
    m_connections = std::move(found);
}

} // namespace perisphere::device
