// The network's values as messages of the protocol, and back.
#pragma once

#include "managed_interface.hpp"
#include "network_settings.hpp"
#include "perisphere/protocol/network.hpp"
#include "time_sync.hpp"

namespace perisphere::target
{

[[nodiscard]] protocol::NetworkInterfaceInfo interfaceMessage(const ManagedInterface& interface);
/// As Networking_InterfaceConnectionStatus: each only with those before it.
[[nodiscard]] std::uint32_t statusBits(const ManagedInterface& interface);
[[nodiscard]] protocol::TimeSyncInfo timeSyncMessage(const LastTimeSync& last);
[[nodiscard]] protocol::ProxyConfiguration proxyMessage(const ProxySettings& settings);

void takeIpSettings(InterfaceSettings& settings, const protocol::NetworkIpApplyRequest& request);
[[nodiscard]] TimeSettings timeSettings(const protocol::TimeSyncSetServersRequest& request,
                                        bool isEnabled);
[[nodiscard]] DhcpLeases leasesOf(const protocol::DhcpServerStartRequest& request);
[[nodiscard]] ProxySettings proxySettings(const protocol::ProxyConfiguration& message);

} // namespace perisphere::target
