// The sockets of a process' debuggers, served by the thread that runs the process.
#pragma once

#include "descriptor_guard.hpp"
#include "perisphere/base/result.hpp"
#include "perisphere/debug/debugged_core.hpp"
#include "perisphere/debug/remote_session.hpp"

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <poll.h>
#include <utility>
#include <vector>

namespace perisphere::a7
{

/// A descriptor that the program neither sees nor closes.
class KeptDescriptor
{
public:
    KeptDescriptor() = default;
    /// Takes it over.
    explicit KeptDescriptor(int fd)
        : m_fd(fd < 0 ? fd : keepFromGuest(fd))
    {
    }
    KeptDescriptor(KeptDescriptor&& other) noexcept
        : m_fd(std::exchange(other.m_fd, -1))
    {
    }
    KeptDescriptor& operator=(KeptDescriptor&& other) noexcept
    {
        std::swap(m_fd, other.m_fd);
        return *this;
    }
    KeptDescriptor(const KeptDescriptor&) = delete;
    KeptDescriptor& operator=(const KeptDescriptor&) = delete;
    ~KeptDescriptor()
    {
        if (m_fd >= 0)
            closeKept(m_fd);
    }

    [[nodiscard]] int get() const { return m_fd; }

private:
    int m_fd = -1;
};

class DebugListener
{
public:
    /// `target` outlives this.
    explicit DebugListener(debug::Target& target);

    void onClient(std::function<void()> listener) { m_onClient = std::move(listener); }

    /// On 127.0.0.1, on a free port for 0. The port.
    [[nodiscard]] Result<std::uint16_t> listen(std::uint16_t port);

    /// A socket that listens already. The port.
    [[nodiscard]] Result<std::uint16_t> takeOver(int socket);

    /// Works on what has come. `timeout` as poll(2)'s: how long to wait for something.
    void serve(int timeout);
    /// What serve() would work on.
    void addDescriptors(std::vector<pollfd>& polled) const;
    /// Sends what is left, as far as the clients take it.
    void finish();

private:
    struct Client {
        KeptDescriptor socket;
        std::unique_ptr<debug::RemoteSession> session;
        bool isGone = false;
    };

    void accept();
    static void receive(Client& client);
    static void send(Client& client);

    debug::DebuggedCore m_core;
    KeptDescriptor m_socket;
    std::list<Client> m_clients;
    std::function<void()> m_onClient;
};

} // namespace perisphere::a7
