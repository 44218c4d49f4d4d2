// The network devices of apps: a bridge of the daemon's, and for each app a cable from there into
// its own network.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"

#include <cstdint>
#include <string>

namespace perisphere::target
{

/// In host byte order.
struct Subnet {
    std::uint32_t first = 0; ///< its own address
    std::uint8_t bits = 0;
};

/// "10.213.0.1"
[[nodiscard]] std::string dottedAddress(std::uint32_t address);

/// Of the network that the thread is in.
[[nodiscard]] Result<UniqueFd> openRouting();

/// A bridge with the subnet's second address, switched on; one that is there already serves.
[[nodiscard]] Result<> makeBridge(int routing, const std::string& name, Subnet subnet);

/// A cable between the bridge and `eth0` of another network, switched on at this end. Apps on the
/// bridge do not reach one another. One of the name that is there already is removed first.
/// @param network a namespace's descriptor
[[nodiscard]] Result<> makeCable(int routing, const std::string& name, const std::string& bridge,
                                 int network);
/// Its other end goes with it.
void removeLink(int routing, const std::string& name);

/// In the app's network: switches on lo and eth0, which gets the address, and leads everything to
/// the gateway.
[[nodiscard]] Result<> configureInside(int routing, Subnet subnet, std::uint32_t address);

} // namespace perisphere::target
