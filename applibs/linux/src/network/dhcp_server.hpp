// The DHCP server that an app starts on a private Ethernet: busybox's udhcpd, as a child process.
#pragma once

#include "loop_child.hpp"
#include "network_settings.hpp"
#include "perisphere/linux/network/network_programs.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace perisphere::target
{

/// What udhcpd reads.
/// @param folder where it keeps its leases
[[nodiscard]] std::string dhcpServerConfiguration(const std::string& interface,
                                                  const DhcpLeases& leases,
                                                  const std::filesystem::path& folder);

/// Runs as long as this.
class DhcpServer
{
public:
    /// @param folder for its configuration and leases; of this run of the daemon
    [[nodiscard]] static Result<std::unique_ptr<DhcpServer>>
    start(uv_loop_t& loop, device::Timers& timers, const NetworkPrograms& programs,
          const std::string& interface, const DhcpLeases& leases,
          const std::filesystem::path& folder, std::function<void(const std::string&)> say);

private:
    DhcpServer() = default;
    UniqueFd m_null;
    std::unique_ptr<LoopChild> m_child;
};

} // namespace perisphere::target
