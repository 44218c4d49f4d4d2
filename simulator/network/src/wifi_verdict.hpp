// Whether an access point and the device come together, and if not, what the diagnostics say.
#pragma once

#include "perisphere/network/certificate_lookup.hpp"
#include "perisphere/network/settings.hpp"
#include "perisphere/network/wifi_failure.hpp"
#include "perisphere/world/access_point.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace perisphere::network
{

/// What shows in a beacon already, before any attempt. nullopt: nothing speaks against it.
[[nodiscard]] std::optional<WifiFailure> judgeBeacon(const WifiNetwork& network,
                                                     const world::AccessPoint& point);

struct EapContext {
    const std::vector<Certificate>& certificates; ///< as they were taken from the store
    std::optional<std::int64_t> now; ///< seconds; nullopt while the clock means nothing
};

/// The outcome of an association with its handshake. nullopt: connected.
[[nodiscard]] std::optional<WifiFailure> judgeAssociation(const WifiNetwork& network,
                                                          const world::AccessPoint& point,
                                                          const EapContext& context);

} // namespace perisphere::network
