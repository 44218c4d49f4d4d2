// The supply breaks down for a moment: everything starts anew, and no app is told before.
#include "faults/fault.hpp"

namespace perisphere::runtime
{

FaultKind brownOut();
FaultKind brownOut()
{
    return {.type = {.name = "brown-out",
                     .description = "the device resets without stopping its apps",
                     .lasts = false,
                     .parameters = {}},
            .make = +[](FaultDevice& device, const FaultValues& /*values*/) -> MadeFault {
                device.brownOut();
                return nullptr;
            }};
}

} // namespace perisphere::runtime
