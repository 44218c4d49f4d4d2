#include "commands/sim/sim.hpp"

#include "commands/device/list.hpp"
#include "commands/sim/fault/fault.hpp"
#include "commands/sim/get.hpp"
#include "commands/sim/reset.hpp"
#include "commands/sim/set.hpp"
#include "commands/sim/snapshot/snapshot.hpp"
#include "commands/sim/start.hpp"
#include "commands/sim/stop.hpp"
#include "commands/sim/watch.hpp"
#include "commands/sim/wifi/wifi.hpp"

namespace perisphere::tools
{

Command simCommand(Services& services)
{
    Command sim("sim", "Simulated devices: start, stop, press buttons, watch LEDs");
    sim.example("perisphere sim start && perisphere device sideload blink.imagepackage",
                "a device that goes on in the background");
    sim.example("perisphere sim set BUTTON_A.pressed true", "press a button");
    sim.add(simStartCommand(services));
    sim.add(simStopCommand(services));
    sim.add(deviceListCommand(services));
    sim.add(simResetCommand(services));
    sim.add(simGetCommand(services));
    sim.add(simSetCommand(services));
    sim.add(simWatchCommand(services));
    sim.add(simFaultCommand(services));
    sim.add(simSnapshotCommand(services));
    sim.add(simWifiCommand(services));
    return sim;
}

} // namespace perisphere::tools
