// The stack's values as messages of the protocol, and back.
#pragma once

#include "perisphere/network/stack.hpp"
#include "perisphere/protocol/network.hpp"
#include "perisphere/protocol/wifi.hpp"

namespace perisphere::services
{

[[nodiscard]] protocol::NetworkInterfaceInfo toMessage(const network::InterfaceInfo& info);
[[nodiscard]] protocol::TimeSyncInfo toMessage(const network::TimeSyncInfo& info);
[[nodiscard]] protocol::ProxyConfiguration toMessage(const network::ProxySettings& settings);
[[nodiscard]] protocol::WifiStoredNetwork toMessage(const network::StoredNetwork& network);
[[nodiscard]] protocol::WifiSeenNetwork toMessage(const network::SeenNetwork& network);
[[nodiscard]] protocol::WifiDiagnosticsReply toMessage(const network::WifiDiagnostics& diagnostics);

[[nodiscard]] network::IpSettings fromMessage(const protocol::NetworkIpApplyRequest& request);
[[nodiscard]] network::DhcpServerSettings
fromMessage(const protocol::DhcpServerStartRequest& request);
[[nodiscard]] network::ProxySettings fromMessage(const protocol::ProxyConfiguration& message);
[[nodiscard]] network::Security fromMessage(protocol::WifiSecurity security);
[[nodiscard]] std::string fromMessage(const protocol::Ssid& ssid);

} // namespace perisphere::services
