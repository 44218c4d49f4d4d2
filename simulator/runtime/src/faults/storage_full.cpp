// The flash has no room for an app's mutable file.
#include "faults/fault.hpp"

namespace perisphere::runtime
{

FaultKind storageFull();
FaultKind storageFull()
{
    return {.type = {.name = "storage-full",
                     .description = "apps cannot open their mutable file: no space left",
                     .parameters = {}},
            .make = +[](FaultDevice& device, const FaultValues& /*values*/) -> MadeFault {
                return std::make_unique<SwitchFault>(device.setStorageFull);
            }};
}

} // namespace perisphere::runtime
