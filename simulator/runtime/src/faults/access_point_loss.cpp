// An access point goes out of range, as when somebody switches it off.
#include "faults/world_disturbed.hpp"

namespace perisphere::runtime
{

FaultKind accessPointLoss();
FaultKind accessPointLoss()
{
    return {
        .type = {.name = "access-point-loss",
                 .description = "an access point is out of range",
                 .parameters = {textParameter("ssid", "of the network; empty: all there are", "")}},
        .make = +[](FaultBoard& board, const FaultValues& values) -> MadeFault {
            return std::make_unique<WorldDisturbed>(
                board, world::Interference{
                           .accessPoint = [ssid = values.text("ssid")](world::AccessPoint& point) {
                               if (ssid.empty() || ssid == point.ssid)
                                   point.isInRange = false;
                           }});
        }};
}

} // namespace perisphere::runtime
