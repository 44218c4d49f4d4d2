// The operating system has no figures of the memory that apps use.
#include "faults/fault.hpp"

namespace perisphere::runtime
{

FaultKind memoryFiguresLoss();
FaultKind memoryFiguresLoss()
{
    return {.type = {.name = "memory-figures-loss",
                     .description = "apps are not told how much memory they use",
                     .parameters = {}},
            .make = +[](FaultDevice& device, const FaultValues& /*values*/) -> MadeFault {
                return std::make_unique<SwitchFault>(device.setMemoryUnknown);
            }};
}

} // namespace perisphere::runtime
