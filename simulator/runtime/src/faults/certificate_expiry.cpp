// The device's certificates end, and there are no new ones meanwhile.
#include "faults/fault.hpp"

namespace perisphere::runtime
{

FaultKind certificateExpiry();
FaultKind certificateExpiry()
{
    return {.type = {.name = "certificate-expiry",
                     .description = "the device's certificates have expired",
                     .parameters = {}},
            .make = +[](FaultDevice& device, const FaultValues& /*values*/) -> MadeFault {
                return std::make_unique<SwitchFault>(device.setCertificatesExpired);
            }};
}

} // namespace perisphere::runtime
