#include "commands/core/profile/profile.hpp"

#include "commands/core/profile/show.hpp"
#include "commands/core/profile/start.hpp"
#include "commands/core/profile/stop.hpp"

namespace perisphere::tools
{

Command coreProfileCommand(Services& services)
{
    Command profile("profile", "Where a core's cycles go: start, show, stop");
    profile.example("perisphere core profile start && sleep 5 && perisphere core profile show "
                    "--elf out/ARM-Debug/blink.out",
                    "the functions that took most");
    profile.add(coreProfileStartCommand(services));
    profile.add(coreProfileShowCommand(services));
    profile.add(coreProfileStopCommand(services));
    return profile;
}

} // namespace perisphere::tools
