// A service of the device does not answer yet, as for some time after each start.
#include "faults/fault.hpp"

namespace perisphere::runtime
{

FaultKind serviceNotReady();
FaultKind serviceNotReady()
{
    return {.type = {.name = "service-not-ready",
                     .description = "a service does not answer yet, as just after the start",
                     .parameters = {choiceParameter("service", "which one",
                                                    {"networking", "wifi", "certificate-store"})}},
            .make = +[](FaultDevice& device, const FaultValues& values) -> MadeFault {
                const std::string& service = values.text("service");
                if (service == "certificate-store")
                    return std::make_unique<SwitchFault>(device.setCertificateStoreHeldBack);
                return std::make_unique<SwitchFault>(
                    service == "wifi" ? device.setWifiHeldBack : device.setNetworkingHeldBack);
            }};
}

} // namespace perisphere::runtime
