// A local network as a device meets it behind an access point or a cable.
#pragma once

#include "perisphere/engine/time.hpp"
#include "perisphere/world/ipv4.hpp"

namespace perisphere::world
{

struct Lan {
    Ipv4 router = ipv4(192, 168, 1, 1); ///< gateway, DNS relay, DHCP server
    Ipv4 mask = ipv4(255, 255, 255, 0);
    Ipv4 lease = ipv4(192, 168, 1, 100); ///< the address that DHCP gives to the device
    engine::Duration leaseTime = std::chrono::hours(24);
    bool hasDhcp = true;    ///< its DHCP server answers
    bool hasNtp = false;    ///< the router tells the time; DHCP names it (option 42)
    bool isUplinked = true; ///< reaches the internet where there is one; false: captive
    bool operator==(const Lan&) const = default;
};

} // namespace perisphere::world
