// The flash has no room: neither for an app's mutable file nor for settings of the network.
#include "faults/fault.hpp"

namespace perisphere::runtime
{

FaultKind storageFull();
FaultKind storageFull()
{
    return {.type = {.name = "storage-full",
                     .description = "no space for mutable files and network settings",
                     .parameters = {}},
            .make = +[](FaultDevice& device, const FaultValues& /*values*/) -> MadeFault {
                return std::make_unique<SwitchFault>(device.setStorageFull);
            }};
}

} // namespace perisphere::runtime
