// The kernel's interface to radios, for what wpa_supplicant has no command for.
#pragma once

#include "perisphere/base/result.hpp"

#include <cstdint>
#include <string>

namespace perisphere::target
{

/// The number that the kernel has given to it; 0: it has none.
/// @param socket of generic netlink
[[nodiscard]] std::uint16_t nl80211Family(int socket);

/// Whether the radio sleeps between what it is sent.
[[nodiscard]] Result<> setWifiPowerSaving(const std::string& interface, bool isEnabled);

} // namespace perisphere::target
