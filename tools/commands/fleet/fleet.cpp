#include "commands/fleet/fleet.hpp"

#include "commands/fleet/init.hpp"
#include "commands/fleet/publish.hpp"
#include "commands/fleet/renew.hpp"
#include "commands/fleet/rotate.hpp"
#include "commands/fleet/show.hpp"
#include "commands/fleet/verify.hpp"

namespace perisphere::tools
{

Command fleetCommand(Services& services)
{
    Command fleet("fleet", "Publish updates for many devices, as files for any web server");
    fleet.example("perisphere fleet publish www/feed blink.imagepackage --fleet our-fleet",
                  "a new version of an app for all devices");
    fleet.add(fleetInitCommand(services));
    fleet.add(fleetPublishCommand(services));
    fleet.add(fleetRenewCommand(services));
    fleet.add(fleetRotateCommand(services));
    fleet.add(fleetShowCommand(services));
    fleet.add(fleetVerifyCommand(services));
    return fleet;
}

} // namespace perisphere::tools
