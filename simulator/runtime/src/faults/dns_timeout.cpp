// Questions for names stay without an answer.
#include "faults/world_disturbed.hpp"

namespace perisphere::runtime
{

FaultKind dnsTimeout();
FaultKind dnsTimeout()
{
    return {.type = {.name = "dns-timeout",
                     .description = "names are not resolved: no answer",
                     .parameters = {}},
            .make = +[](FaultBoard& board, const FaultValues& /*values*/) -> MadeFault {
                return std::make_unique<WorldDisturbed>(
                    board, world::Interference{.internet = [](world::Internet& internet) {
                        internet.hasDns = false;
                    }});
            }};
}

} // namespace perisphere::runtime
