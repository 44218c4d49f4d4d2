// An interface's DHCP client: busybox's udhcpc, as a child process.
//
// Borrowed because it is small, is on nearly every device, and leaves the interface to whoever
// started it: it talks, and what it has been told comes here as messages.
#pragma once

#include "lease_notice.hpp"
#include "loop_child.hpp"
#include "perisphere/base/unique_fd.hpp"
#include "perisphere/linux/network/network_programs.hpp"

#include <functional>
#include <memory>
#include <string>

namespace perisphere::target
{

class DhcpClient
{
public:
    struct Listener {
        std::function<void(const DhcpLease&)> gained; ///< or renewed
        std::function<void()> lost;
        std::function<void(const std::string&)> say;
    };
    /// Begins to ask.
    [[nodiscard]] static Result<std::unique_ptr<DhcpClient>>
    start(uv_loop_t& loop, device::Timers& timers, const NetworkPrograms& programs,
          const std::string& interface, Listener listener);
    DhcpClient(const DhcpClient&) = delete;
    DhcpClient& operator=(const DhcpClient&) = delete;
    ~DhcpClient();

    /// Gives the lease back, which the listener is told, and asks no more until renew().
    void release();
    /// Asks for a lease, or for the one that there is again.
    void renew();

private:
    explicit DhcpClient(Listener listener);
    void readable();

    Listener m_listener;
    UniqueFd m_notices;
    UniqueFd m_childEnd;
    UniqueFd m_null;
    std::unique_ptr<device::LoopPoll> m_poll;
    std::unique_ptr<LoopChild> m_child;
};

} // namespace perisphere::target
