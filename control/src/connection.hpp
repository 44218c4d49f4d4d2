// The socket of one client, and its session.
#pragma once

#include "perisphere/base/unique_fd.hpp"
#include "perisphere/control/session.hpp"
#include "server_impl.hpp"

#include <cstdint>
#include <string>

namespace perisphere::control
{

class Connection
{
public:
    Connection(ControlServer::Impl& server, UniqueFd socket, std::string token);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Works on what has been received. false when the connection has come to its end.
    [[nodiscard]] bool takeTurn();

    /// Sends what is due of its subscriptions. false as above.
    [[nodiscard]] bool notify();
    void announce(std::string_view method);

    [[nodiscard]] bool needsWatching() const;
    /// Whether a limit of time has passed.
    [[nodiscard]] bool isOverdue() const;

private:
    void onPoll(int status, int ready);
    bool receive();
    bool send();
    [[nodiscard]] bool isOver() const;
    void handOver();
    void pollAsNeeded();

    ControlServer::Impl& m_server;
    UniqueFd m_socket;
    Session m_session;
    UvHandle<uv_poll_t> m_poll; ///< closed before the socket
    std::uint64_t m_started;
    std::uint64_t m_progress; ///< when the client last took output, or had none to take
    bool m_inputEnded = false;
};

} // namespace perisphere::control
