// What the DHCP client tells about its lease: a message that its event program makes
// (programs/dhcp_event.c) from what a server on the network has said.
#pragma once

#include "kernel_links.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace perisphere::target
{

struct DhcpLease {
    InterfaceAddress address;
    std::uint32_t gateway = 0;             ///< 0: none
    std::vector<std::uint32_t> dnsServers; ///< protocol::kMaxServerAddresses at most
    std::vector<std::uint32_t> ntpServers; ///< likewise
    bool operator==(const DhcpLease&) const = default;
};

struct LeaseNotice {
    enum class Kind { Gained, Lost, Nothing };
    Kind kind = Kind::Nothing;
    DhcpLease lease; ///< Gained
};

inline constexpr std::size_t kMaxLeaseNoticeBytes = 2048;

/// Lines: the event's name (bound, renew, deconfig; others are Nothing), then NAME=VALUE of the
/// lease, of which those that mean nothing here are passed over. nullopt for what could be no
/// lease of a host: a bad message, a bad or unusable address.
[[nodiscard]] std::optional<LeaseNotice> parseLeaseNotice(std::string_view message);

} // namespace perisphere::target
