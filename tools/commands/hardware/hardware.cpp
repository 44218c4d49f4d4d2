#include "commands/hardware/hardware.hpp"

#include "commands/hardware/check.hpp"
#include "commands/hardware/generate_header.hpp"
#include "commands/hardware/show.hpp"

namespace perisphere::tools
{

Command hardwareCommand(Services& services)
{
    Command hardware("hardware", "Show and check hardware definitions, generate their C headers");
    hardware.example("perisphere hardware show mt3620_rdb", "the names of the reference board");
    hardware.add(hardwareShowCommand(services));
    hardware.add(hardwareCheckCommand(services));
    hardware.add(hardwareGenerateHeaderCommand(services));
    return hardware;
}

} // namespace perisphere::tools
