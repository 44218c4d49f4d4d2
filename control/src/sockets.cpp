#include "perisphere/control/sockets.hpp"

#include <fmt/format.h>

#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace perisphere::control
{
namespace
{

constexpr int kBacklog = 64;
constexpr ::mode_t kPrivate = 0600;

/// Through the held folder, so that the path's length does not matter.
sockaddr_un addressIn(int folder, const std::string& name)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = fmt::format("/proc/self/fd/{}/{}", folder, name);
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    return address;
}

Result<> checkName(const std::filesystem::path& path)
{
    constexpr std::size_t kMaxSocketNameBytes = 64;
    const std::size_t length = path.filename().native().size();
    if (length > 0 && length <= kMaxSocketNameBytes)
        return {};
    return fail(ErrorCode::InvalidArgument,
                fmt::format("\"{}\" has no name that a socket can have", path.string()));
}

Result<UniqueFd> openFolder(const std::filesystem::path& path)
{
    const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
    UniqueFd fd(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!fd)
        return fail(systemError(errno, "open the folder", folder.string()));
    return fd;
}

Result<UniqueFd> lockName(int folder, const std::filesystem::path& path)
{
    const std::string name = path.filename().string() + ".lock";
    UniqueFd lock(
        ::openat(folder, name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kPrivate));
    if (!lock)
        return fail(systemError(errno, "open", path.string() + ".lock"));
    if (::flock(lock.get(), LOCK_EX | LOCK_NB) == 0)
        return lock;
    if (errno != EWOULDBLOCK)
        return fail(systemError(errno, "lock", path.string() + ".lock"));
    return fail(Error{.code = ErrorCode::AlreadyExists,
                      .message = fmt::format("a running device serves \"{}\"", path.string()),
                      .where = {},
                      .expected = {},
                      .advice = "stop it first, or give this one another name"});
}

/// Linux gives a bound name the mode of the socket, so there is no instant at which others may
/// connect. Bound under another name and renamed when it listens: what is there can be connected
/// to.
Result<UniqueFd> bindAndListen(int folder, const std::filesystem::path& path)
{
    UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!socket)
        return fail(systemError(errno, "make the socket", path.string()));
    const std::string name = path.filename().string();
    const std::string fresh = name + ".new";
    ::unlinkat(folder, fresh.c_str(), 0); // left by one that died right here; we hold the lock
    const sockaddr_un address = addressIn(folder, fresh);
    if (::fchmod(socket.get(), kPrivate) != 0 ||
        ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        return fail(systemError(errno, "bind", path.string()));
    if (::listen(socket.get(), kBacklog) != 0 ||
        ::renameat(folder, fresh.c_str(), folder, name.c_str()) != 0) {
        const int problem = errno;
        ::unlinkat(folder, fresh.c_str(), 0);
        return fail(systemError(problem, "listen on", path.string()));
    }
    return socket;
}

sockaddr_in loopback(std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

} // namespace

Result<UnixListener> listenOnUnix(const std::filesystem::path& path)
{
    if (auto checked = checkName(path); !checked)
        return fail(checked.error());
    auto folder = openFolder(path);
    if (!folder)
        return fail(folder.error());
    auto lock = lockName(folder->get(), path);
    if (!lock)
        return fail(lock.error());
    auto socket = bindAndListen(folder->get(), path);
    if (!socket)
        return fail(socket.error());
    return UnixListener{*std::move(socket), *std::move(lock), *std::move(folder)};
}

Result<UniqueFd> listenOnTcp(std::uint16_t port)
{
    const std::string name = fmt::format("127.0.0.1:{}", port);
    UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!socket)
        return fail(systemError(errno, "make the socket", name));
    const int on = 1; // a device that is started again need not wait for old connections
    ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    const sockaddr_in address = loopback(port);
    if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(socket.get(), kBacklog) != 0)
        return fail(systemError(errno, "listen on", name));
    return socket;
}

std::uint16_t localPort(int socket)
{
    sockaddr_in address{};
    socklen_t length = sizeof address;
    ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &length);
    return ntohs(address.sin_port);
}

UniqueFd acceptClient(int listener)
{
    UniqueFd client(::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    const int problem = errno;
    if (client) {
        const int on = 1; // fails on a Unix socket, which does not wait anyway
        ::setsockopt(client.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    errno = problem;
    return client;
}

Result<UniqueFd> connectToUnix(const std::filesystem::path& path)
{
    if (auto checked = checkName(path); !checked)
        return fail(checked.error());
    auto folder = openFolder(path);
    if (!folder)
        return fail(folder.error());
    UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const sockaddr_un address = addressIn(folder->get(), path.filename().string());
    if (!socket ||
        ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        return fail(systemError(errno, "connect to", path.string()));
    return socket;
}

Result<UniqueFd> connectToTcp(std::uint16_t port)
{
    UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const sockaddr_in address = loopback(port);
    if (!socket ||
        ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        return fail(systemError(errno, "connect to", fmt::format("127.0.0.1:{}", port)));
    const int on = 1;
    ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return socket;
}

} // namespace perisphere::control
