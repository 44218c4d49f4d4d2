#include "commands/core/core.hpp"

#include "commands/core/coverage.hpp"
#include "commands/core/disassemble.hpp"
#include "commands/core/hold.hpp"
#include "commands/core/interrupts.hpp"
#include "commands/core/list.hpp"
#include "commands/core/memory.hpp"
#include "commands/core/peripherals.hpp"
#include "commands/core/profile/profile.hpp"
#include "commands/core/registers.hpp"
#include "commands/core/release.hpp"
#include "commands/core/stack.hpp"
#include "commands/core/step.hpp"

namespace perisphere::tools
{

Command coreCommand(Services& services)
{
    Command core("core", "Real-time cores: registers, code, stack, peripherals, profile, coverage");
    core.example("perisphere core list", "which app runs on which core");
    core.example("perisphere core stack --elf out/ARM-Debug/blink.out", "where it is just now");
    core.add(coreListCommand(services));
    core.add(coreRegistersCommand(services));
    core.add(coreDisassembleCommand(services));
    core.add(coreStackCommand(services));
    core.add(coreMemoryCommand(services));
    core.add(coreInterruptsCommand(services));
    core.add(corePeripheralsCommand(services));
    core.add(coreHoldCommand(services));
    core.add(coreReleaseCommand(services));
    core.add(coreStepCommand(services));
    core.add(coreProfileCommand(services));
    core.add(coreCoverageCommand(services));
    return core;
}

} // namespace perisphere::tools
