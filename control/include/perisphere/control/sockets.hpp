// The sockets of the control API, both ends.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"

#include <cstdint>
#include <filesystem>

namespace perisphere::control
{

/// A listening Unix socket and the lock that says it is alive.
struct UnixListener {
    UniqueFd socket;
    UniqueFd lock;
    UniqueFd folder;
};

/// See ControlServer::listen().
[[nodiscard]] Result<UnixListener> listenOnUnix(const std::filesystem::path& path);

/// Non-blocking, on 127.0.0.1.
[[nodiscard]] Result<UniqueFd> listenOnTcp(std::uint16_t port);
[[nodiscard]] std::uint16_t localPort(int socket);

/// Non-blocking; of the listener's kind of errors, an errno is kept where there is nobody.
[[nodiscard]] UniqueFd acceptClient(int listener);

[[nodiscard]] Result<UniqueFd> connectToUnix(const std::filesystem::path& path);
[[nodiscard]] Result<UniqueFd> connectToTcp(std::uint16_t port);

} // namespace perisphere::control
