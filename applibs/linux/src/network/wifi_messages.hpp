// What apps are told of networks.
#pragma once

#include "perisphere/protocol/wifi.hpp"
#include "wpa_reply.hpp"

#include <string>

namespace perisphere::target
{

[[nodiscard]] protocol::Ssid ssidMessage(const std::string& ssid);
[[nodiscard]] protocol::WifiSeenNetwork seenMessage(const std::string& ssid, const Bssid& bssid,
                                                    protocol::WifiSecurity security,
                                                    std::uint32_t frequencyMhz, int rssi);

} // namespace perisphere::target
