// Time servers tell another time from one moment to the next.
#include "faults/world_disturbed.hpp"

namespace perisphere::runtime
{

FaultKind clockJump();
FaultKind clockJump()
{
    return {.type = {.name = "clock-jump",
                     .description = "time servers are ahead, or behind, by so much",
                     .parameters = {integerParameter("offset", "seconds ahead; negative: behind",
                                                     -1e9, 1e9)}},
            .make = +[](FaultBoard& board, const FaultValues& values) -> MadeFault {
                const std::int64_t offset = values.integer("offset");
                return std::make_unique<WorldDisturbed>(
                    board, world::Interference{.internet = [offset](world::Internet& internet) {
                        internet.timeOffset += offset;
                    }});
            }};
}

} // namespace perisphere::runtime
