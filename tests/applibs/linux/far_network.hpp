// A cable from a network of the tests' own, in which their thread is, to another one.
#pragma once

#include "network/dhcp_server.hpp"
#include "network/kernel_links.hpp"
#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/unique_fd.hpp"
#include "perisphere/device/child_process.hpp"
#include "sandbox/network/netlink_request.hpp"
#include "sandbox/network/network_links.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <functional>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <memory>
#include <sched.h>
#include <string>

namespace perisphere::test
{

/// `eth0` here, switched off; `far0` there, with 192.168.7.1/24.
class FarNetwork
{
public:
    static constexpr std::uint32_t kFarAddress = 0xC0A80701;

    FarNetwork()
        : m_before(openOwn())
    {
        REQUIRE(::unshare(CLONE_NEWNET) == 0);
        m_far = UniqueFd(openOwn());
        REQUIRE(::unshare(CLONE_NEWNET) == 0);
        m_near = UniqueFd(openOwn());
        auto routing = target::openRouting();
        REQUIRE(routing);
        target::NetlinkRequest request(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
        request.head(ifinfomsg{}).text(IFLA_IFNAME, "eth0");
        request.begin(IFLA_LINKINFO).text(IFLA_INFO_KIND, "veth");
        request.begin(IFLA_INFO_DATA).begin(VETH_INFO_PEER);
        request.head(ifinfomsg{}).text(IFLA_IFNAME, "far0");
        request.attribute(IFLA_NET_NS_FD, m_far.get()).end().end().end();
        REQUIRE(request.send(routing->get()) == 0);
        inside([] {
            auto links = target::KernelLinks::open();
            REQUIRE(links);
            REQUIRE(links->setUp("far0", true));
            REQUIRE(links->setAddress("far0", {kFarAddress, 24}, 0, 0));
        });
    }
    FarNetwork(const FarNetwork&) = delete;
    FarNetwork& operator=(const FarNetwork&) = delete;
    ~FarNetwork() { enter(m_before); }

    /// Does it there.
    void inside(const std::function<void()>& action) const
    {
        enter(m_far);
        action();
        enter(m_near);
    }

private:
    static int openOwn() { return ::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC); }
    static void enter(const UniqueFd& network)
    {
        if (::setns(network.get(), CLONE_NEWNET) != 0)
            std::abort();
    }

    UniqueFd m_before;
    UniqueFd m_far;
    UniqueFd m_near;
};

/// A DHCP server that names itself as router, server of names and of time. In the network that the
/// thread is in.
inline std::unique_ptr<device::ChildProcess> startDhcpServer(const std::string& interface,
                                                             std::uint32_t own, std::uint32_t lease,
                                                             const std::filesystem::path& folder)
{
    const target::DhcpLeases leases{.start = lease,
                                    .count = 1,
                                    .mask = 0xFFFFFF00,
                                    .gateway = own,
                                    .leaseHours = 1,
                                    .ntpServers = {own}};
    const auto file = folder / (interface + ".conf");
    REQUIRE(replaceFile(file, target::dhcpServerConfiguration(interface, leases, folder) +
                                  "option dns " + target::dottedAddress(own) + "\n"));
    const UniqueFd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
    device::ChildProcessSpec spec;
    spec.program = BUSYBOX;
    spec.arguments = {"udhcpd", "-f", file.string()};
    spec.workingDirectory = "/";
    spec.descriptors = {null.get(), null.get(), null.get()};
    auto process = device::ChildProcess::start(spec);
    REQUIRE(process);
    return std::move(*process);
}

} // namespace perisphere::test
