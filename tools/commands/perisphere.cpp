#include "commands/perisphere.hpp"

#include "command/version.hpp"
#include "commands/app/app.hpp"
#include "commands/build/build.hpp"
#include "commands/completion/completion.hpp"
#include "commands/completion/completion_names.hpp"
#include "commands/core/core.hpp"
#include "commands/debug/debug.hpp"
#include "commands/device/device.hpp"
#include "commands/fleet/fleet.hpp"
#include "commands/hardware/hardware.hpp"
#include "commands/image/image.hpp"
#include "commands/manifest/manifest.hpp"
#include "commands/manual/manual.hpp"
#include "commands/new/new.hpp"
#include "commands/run/run.hpp"
#include "commands/sim/sim.hpp"
#include "commands/studio/studio.hpp"
#include "commands/test/test.hpp"

namespace perisphere::tools
{

Command perisphereCommand(Services& services)
{
    Command perisphere("perisphere", "Make, run, check and sign apps for MT3620-kind devices");
    perisphere.example("perisphere image pack build/approot --output blink.imagepackage",
                       "pack an app");
    perisphere.example("perisphere image pack --help", "what a command can do");
    addVersionFlag(perisphere, services);
    perisphere.add(newCommand(services));
    perisphere.add(buildCommand(services));
    perisphere.add(runCommand(services));
    perisphere.add(testCommand(services));
    perisphere.add(simCommand(services));
    perisphere.add(studioCommand(services));
    perisphere.add(appCommand(services));
    perisphere.add(debugCommand(services));
    perisphere.add(coreCommand(services));
    perisphere.add(deviceCommand(services));
    perisphere.add(imageCommand(services));
    perisphere.add(fleetCommand(services));
    perisphere.add(manifestCommand(services));
    perisphere.add(hardwareCommand(services));
    perisphere.add(completionCommand(services));
    perisphere.add(completionNamesCommand(services));
    perisphere.add(manualCommand(services));
    return perisphere;
}

} // namespace perisphere::tools
