#include "dhcp_server.hpp"

#include "perisphere/base/atomic_file.hpp"
#include "sandbox/network/network_links.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fcntl.h>
#include <utility>

namespace perisphere::target
{
namespace
{

/// udhcpd counts seconds in 32 bits; all ones is for ever.
std::uint32_t secondsOf(std::uint32_t hours)
{
    constexpr std::uint64_t kSecondsInHour = 3600;
    constexpr std::uint64_t kMost = 0x7FFFFFFF;
    return static_cast<std::uint32_t>(std::min(hours * kSecondsInHour, kMost));
}

} // namespace

std::string dhcpServerConfiguration(const std::string& interface, const DhcpLeases& leases,
                                    const std::filesystem::path& folder)
{
    std::string text = fmt::format("interface {}\nstart {}\nend {}\nmax_leases {}\n"
                                   "lease_file {}/{}.leases\npidfile {}/{}.pid\n"
                                   "option subnet {}\noption lease {}\n",
                                   interface, dottedAddress(leases.start),
                                   dottedAddress(leases.start + leases.count - 1), leases.count,
                                   folder.string(), interface, folder.string(), interface,
                                   dottedAddress(leases.mask), secondsOf(leases.leaseHours));
    if (leases.gateway != 0)
        text += fmt::format("option router {}\n", dottedAddress(leases.gateway));
    for (const std::uint32_t server : leases.ntpServers)
        text += fmt::format("option ntpsrv {}\n", dottedAddress(server));
    return text;
}

Result<std::unique_ptr<DhcpServer>>
DhcpServer::start(uv_loop_t& loop, device::Timers& timers, const NetworkPrograms& programs,
                  const std::string& interface, const DhcpLeases& leases,
                  const std::filesystem::path& folder, std::function<void(const std::string&)> say)
{
    const std::filesystem::path file = folder / (interface + ".udhcpd");
    if (auto written = replaceFile(file, dhcpServerConfiguration(interface, leases, folder));
        !written)
        return fail(written.error());
    std::unique_ptr<DhcpServer> server(new DhcpServer);
    server->m_null.reset(::open("/dev/null", O_RDWR | O_CLOEXEC));
    device::ChildProcessSpec spec;
    spec.program = programs.busybox;
    spec.arguments = {"udhcpd", "-f", file.string()};
    spec.workingDirectory = "/";
    spec.descriptors = {server->m_null.get(), server->m_null.get(), server->m_null.get()};
    server->m_child = std::make_unique<LoopChild>(loop, timers, std::move(spec), std::move(say));
    return server;
}

} // namespace perisphere::target
