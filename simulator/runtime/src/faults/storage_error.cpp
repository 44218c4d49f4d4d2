// The flash memory cannot be read or written where an app's mutable file is.
#include "faults/fault.hpp"

namespace perisphere::runtime
{

FaultKind storageError();
FaultKind storageError()
{
    return {.type = {.name = "storage-error",
                     .description = "apps cannot open or delete their mutable file: I/O error",
                     .parameters = {}},
            .make = +[](FaultDevice& device, const FaultValues& /*values*/) -> MadeFault {
                return std::make_unique<SwitchFault>(device.setStorageBroken);
            }};
}

} // namespace perisphere::runtime
