#include "perisphere/linux/kernel_layers.hpp"
#include "perisphere/linux/sandbox_launcher.hpp"
#include "probe_process.hpp"
#include "sandbox/network/inside_network.hpp"
#include "sandbox/network/network_links.hpp"
#include "sandbox/network/packet_rules.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sched.h>
#include <string>
#include <unistd.h>
#include <vector>

namespace perisphere::target
{
namespace
{

constexpr Subnet kSubnet{.first = 0x0AD50000, .bits = 30};

bool write(const char* file, const std::string& text)
{
    const UniqueFd opened(::open(file, O_WRONLY | O_CLOEXEC));
    return opened &&
           ::write(opened.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

/// A network without anything, as whose root programs are executed. 0 or an errno.
int enterNewNetwork()
{
    const std::string rootIsUser = fmt::format("0 {} 1", ::geteuid());
    const std::string rootIsGroup = fmt::format("0 {} 1", ::getegid());
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0)
        return errno;
    if (!write("/proc/self/uid_map", rootIsUser) || !write("/proc/self/setgroups", "deny") ||
        !write("/proc/self/gid_map", rootIsGroup))
        return errno;
    return 0;
}

/// A bridge, and a cable from it into a network.
int layCable()
{
    if (const int error = enterNewNetwork(); error != 0)
        return error;
    const auto routing = openRouting();
    const UniqueFd network(::open(kOwnNetwork, O_RDONLY | O_CLOEXEC));
    if (!routing || !network)
        return EAFNOSUPPORT;
    if (!makeBridge(routing->get(), "probe", kSubnet) ||
        !makeCable(routing->get(), "probe-1", "probe", network.get()))
        return EOPNOTSUPP;
    return 0;
}

/// The rules of a device and of an app that has everything.
int setRules()
{
    if (const int error = enterNewNetwork(); error != 0)
        return error;
    const std::filesystem::path program = SandboxNetwork().nft;
    if (::access(program.c_str(), X_OK) != 0)
        return errno;
    const PacketRules rules(program, -1);
    const ServerPorts ports{.tcp = {443}, .udp = {123}};
    for (const std::string& one : {rulesOfDevice("probe", kSubnet, true),
                                   rulesOfPorts("perisphere-1", kSubnet.first + 2, ports),
                                   rulesInside({kSubnet.first + 2}, ports)})
        if (!rules.apply(one))
            return EOPNOTSUPP;
    return 0;
}

} // namespace

KernelLayer appNetwork()
{
    KernelLayer layer{.name = "app network",
                      .against =
                          "apps that have no network, where the configuration gives them one",
                      .need = LayerNeed::Better};
    std::vector<std::string> missing;
    if (const int error = tryInChild(layCable); error != 0)
        missing.push_back(fmt::format("a bridge with a cable into another network ({}); build the "
                                      "kernel with CONFIG_BRIDGE and CONFIG_VETH, or load the "
                                      "modules bridge and veth",
                                      std::strerror(error)));
    if (const int error = tryInChild(setRules); error != 0)
        missing.push_back(fmt::format(
            "the packet filter's rules by {} ({}); install nftables, and build the kernel with "
            "NF_CONNTRACK, NFT_CT, NFT_FIB_IPV4, NFT_LIMIT, NFT_LOG, NFT_MASQ, NFT_NAT and "
            "NFT_REJECT_INET, or load the modules of these names",
            SandboxNetwork().nft.string(), std::strerror(error)));
    layer.isOffered = missing.empty();
    if (layer.isOffered)
        layer.found = "bridge, veth, connection tracking and NAT";
    else
        layer.missing = fmt::format("{}", fmt::join(missing, "; "));
    return layer;
}

} // namespace perisphere::target
