#include "perisphere/base/unique_fd.hpp"
#include "perisphere/linux/kernel_layers.hpp"
#include "probe_process.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <sched.h>
#include <sys/socket.h>

namespace perisphere::target
{
namespace
{

/// Asks nf_tables of a new network for its generation, which is all that it has.
int askNfTables()
{
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0)
        return errno;
    const UniqueFd socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER));
    if (!socket)
        return errno;
    struct {
        nlmsghdr header;
        nfgenmsg family;
    } request{};
    request.header.nlmsg_len = sizeof request;
    request.header.nlmsg_type = NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_GETGEN;
    request.header.nlmsg_flags = NLM_F_REQUEST;
    request.family.version = NFNETLINK_V0;
    if (::send(socket.get(), &request, sizeof request, 0) < 0)
        return errno;
    alignas(nlmsghdr) std::array<char, 4096> answer{};
    const ssize_t bytes = ::recv(socket.get(), answer.data(), answer.size(), 0);
    if (bytes < 0)
        return errno;
    nlmsghdr header{};
    nlmsgerr error{};
    if (static_cast<std::size_t>(bytes) < sizeof header)
        return EPROTO;
    std::memcpy(&header, answer.data(), sizeof header);
    if (header.nlmsg_type != NLMSG_ERROR)
        return 0;
    if (static_cast<std::size_t>(bytes) < sizeof header + sizeof error)
        return EPROTO;
    std::memcpy(&error, answer.data() + sizeof header, sizeof error);
    return -error.error;
}

} // namespace

KernelLayer packetFilter()
{
    KernelLayer layer{.name = "nftables",
                      .against = "traffic with hosts and ports that the manifest does not name",
                      .need = LayerNeed::Always};
    const int error = tryInChild(askNfTables);
    layer.isOffered = error == 0;
    if (layer.isOffered)
        layer.found = "nf_tables in a network of its own";
    else
        layer.missing =
            fmt::format("nf_tables does not answer in a network of its own ({}); build "
                        "the kernel with CONFIG_NF_TABLES and CONFIG_NF_TABLES_INET, or "
                        "load the module nf_tables",
                        std::strerror(error));
    return layer;
}

} // namespace perisphere::target
