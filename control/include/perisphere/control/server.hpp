// Serves the control API on a libuv loop.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"
#include "perisphere/control/description.hpp"
#include "perisphere/control/limits.hpp"
#include "perisphere/control/target.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

struct uv_loop_s;

namespace perisphere::control
{

/// All on the loop's thread. A client that sends garbage, floods, stalls or goes away in the middle
/// disturbs neither the device nor another client; limits.hpp says when it is disconnected.
class ControlServer
{
public:
    /// `loop` and `target` outlive the server. Takes the target's wake function.
    ControlServer(uv_loop_s& loop, ControlTarget& target, Description description,
                  const ServerLimits& limits = {});

    /// Disconnects all and removes the socket. The loop has to run once more for the handles to
    /// close.
    ~ControlServer();

    ControlServer(const ControlServer&) = delete;
    ControlServer& operator=(const ControlServer&) = delete;

    /// Listens on a Unix socket of mode 0600 in a folder that exists. It appears under its name
    /// when it can be connected to. A socket that a dead process has left is replaced;
    /// AlreadyExists while a live one serves it: a lock on `socket`.lock says which. Paths may be
    /// longer than a socket address holds.
    [[nodiscard]] Result<> listen(const std::filesystem::path& socket);

    /// Listens on 127.0.0.1, on a free port for 0, for clients that show `token` (16 bytes at
    /// least). The port.
    [[nodiscard]] Result<std::uint16_t> listenOnLoopback(std::uint16_t port, std::string token);

    /// Serves a client that another program has admitted: a connected stream socket.
    void serve(UniqueFd client);

    /// Sends device.stopping to all.
    void announceStop();

    [[nodiscard]] std::size_t clientCount() const;

private:
    friend class Connection;
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

/// 32 random bytes in hexadecimal, for listenOnLoopback().
[[nodiscard]] Result<std::string> makeToken();

} // namespace perisphere::control
