#include "commands/sim/fault/fault.hpp"

#include "commands/sim/fault/clear.hpp"
#include "commands/sim/fault/inject.hpp"
#include "commands/sim/fault/list.hpp"

namespace perisphere::tools
{

Command simFaultCommand(Services& services)
{
    Command fault("fault", "Inject faults: no acknowledge, a stuck pin, lost characters ...");
    fault.example("perisphere sim fault inject i2c-nack address=0x5d count=3",
                  "the next three accesses to a sensor fail");
    fault.add(simFaultListCommand(services));
    fault.add(simFaultInjectCommand(services));
    fault.add(simFaultClearCommand(services));
    return fault;
}

} // namespace perisphere::tools
