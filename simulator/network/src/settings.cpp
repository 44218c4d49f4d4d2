#include "perisphere/network/settings.hpp"

#include "perisphere/world/surroundings.hpp"

namespace perisphere::network
{

Settings Settings::factory()
{
    Settings settings;
    settings.wifi.isEnabled = true;
    settings.networks.push_back(
        {.ssid = world::kDefaultSsid, .security = Security::Open, .isEnabled = true});
    return settings;
}

} // namespace perisphere::network
