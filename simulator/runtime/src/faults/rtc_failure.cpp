// The real-time clock cannot be set.
#include "faults/fault.hpp"

#include <cerrno>

namespace perisphere::runtime
{

FaultKind rtcFailure();
FaultKind rtcFailure()
{
    return {.type = {.name = "rtc-failure",
                     .description = "the real-time clock cannot be set",
                     .parameters = {choiceParameter("cause", "why", {"busy", "absent"})}},
            .make = +[](FaultDevice& device, const FaultValues& values) -> MadeFault {
                const int error = values.text("cause") == "busy" ? EBUSY : ENOENT;
                return std::make_unique<SwitchFault>(
                    [set = device.setRtcError, error](bool isOn) { set(isOn ? error : 0); });
            }};
}

} // namespace perisphere::runtime
