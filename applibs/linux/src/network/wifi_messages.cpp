#include "wifi_messages.hpp"

#include <algorithm>

namespace perisphere::target
{

protocol::Ssid ssidMessage(const std::string& ssid)
{
    protocol::Ssid message;
    message.length = static_cast<std::uint8_t>(std::min(ssid.size(), sizeof message.bytes));
    std::copy_n(ssid.begin(), message.length, message.bytes);
    return message;
}

protocol::WifiSeenNetwork seenMessage(const std::string& ssid, const Bssid& bssid,
                                      protocol::WifiSecurity security, std::uint32_t frequencyMhz,
                                      int rssi)
{
    protocol::WifiSeenNetwork message;
    message.ssid = ssidMessage(ssid);
    std::ranges::copy(bssid, message.bssid);
    message.security = security;
    message.frequencyMhz = frequencyMhz;
    message.rssi = rssi;
    return message;
}

} // namespace perisphere::target
