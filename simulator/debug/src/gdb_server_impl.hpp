// The parts of a GdbServer: who listens, who is connected, and the way to the machine thread.
#pragma once

#include "machine_sessions.hpp"
#include "mailbox.hpp"
#include "perisphere/debug/gdb_server.hpp"
#include "uv_handle.hpp"

#include <array>
#include <memory>
#include <vector>

namespace perisphere::debug
{

class GdbConnection;

class GdbServer::Impl
{
public:
    Impl(uv_loop_t& loop, engine::Machine& machine, Target& target);
    ~Impl();
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    Result<std::uint16_t> listen(std::uint16_t port);
    [[nodiscard]] std::size_t clientCount() const { return m_connections.size(); }
    void onClient(std::function<void()> listener) { m_onClient = std::move(listener); }

    // For connections.
    /// False when the machine is stopped.
    [[nodiscard]] bool askForTurn(const std::shared_ptr<Mailbox>& mailbox);
    void endSession(const std::shared_ptr<Mailbox>& mailbox);
    void disconnect(GdbConnection& connection); ///< deletes it
    [[nodiscard]] std::array<char, 16384>& readBuffer() { return m_readBuffer; }

private:
    void acceptClient();
    bool makeRoom();
    void goOnAll();

    uv_loop_t& m_loop;
    engine::Machine& m_machine;
    Target& m_target;
    UvHandle<uv_async_t> m_told; ///< a mailbox has changed
    UvHandle<uv_tcp_t> m_listener;
    std::unique_ptr<MachineSessions> m_sessions; ///< the machine thread's, from its first turn on
    bool m_wasMachineAsked = false;
    std::function<void()> m_onClient;
    std::vector<std::unique_ptr<GdbConnection>> m_connections;
    std::array<char, 16384> m_readBuffer{};
};

} // namespace perisphere::debug
