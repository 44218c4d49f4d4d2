// The parts of a ControlServer: who listens, who is connected, who is told what when.
#pragma once

#include "perisphere/base/unique_fd.hpp"
#include "perisphere/control/server.hpp"
#include "uv_handle.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace perisphere::control
{

class Connection;

class ControlServer::Impl
{
public:
    Impl(uv_loop_t& loop, ControlTarget& target, Description description,
         const ServerLimits& limits);
    ~Impl();
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    Result<> listen(const std::filesystem::path& path);
    Result<std::uint16_t> listenOnLoopback(std::uint16_t port, std::string token);
    void serve(UniqueFd client) { addClient(std::move(client), {}); }
    void announceStop();
    [[nodiscard]] std::size_t clientCount() const { return m_connections.size(); }

    // For connections.
    [[nodiscard]] uv_loop_t& loop() { return m_loop; }
    [[nodiscard]] ControlTarget& target() { return m_target; }
    [[nodiscard]] const Description& description() const { return m_description; }
    [[nodiscard]] const ServerLimits& limits() const { return m_limits; }
    void disconnect(Connection& connection); ///< deletes it
    void addBacklog(Connection& connection); ///< its turn comes after the others'
    void scheduleNotify();
    void startWatchdog();

private:
    struct Listener;
    void addListener(UniqueFd socket, std::string token);
    void acceptClients(Listener& listener);
    void addClient(UniqueFd client, const std::string& token);
    void refuse(UniqueFd client) const;
    void serveBacklog();
    void notifyAll();
    void watch();
    void resumeListeners();

    uv_loop_t& m_loop;
    ControlTarget& m_target;
    Description m_description;
    ServerLimits m_limits;
    UvHandle<uv_async_t> m_wake;
    UvHandle<uv_idle_t> m_backlogTurn;
    UvHandle<uv_timer_t> m_notifyTimer;
    UvHandle<uv_timer_t> m_watchdog;
    bool m_notifyScheduled = false;
    std::optional<std::uint64_t> m_lastNotify;
    std::vector<std::unique_ptr<Listener>> m_listeners;
    std::unordered_map<Connection*, std::unique_ptr<Connection>> m_connections;
    std::vector<Connection*> m_backlog; ///< in the order of their turns
    std::filesystem::path m_socketPath;
    UniqueFd m_socketLock;
    UniqueFd m_socketFolder;
};

} // namespace perisphere::control
