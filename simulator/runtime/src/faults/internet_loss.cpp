// The local networks stay, but nothing behind them answers.
#include "faults/world_disturbed.hpp"

namespace perisphere::runtime
{

FaultKind internetLoss();
FaultKind internetLoss()
{
    return {.type = {.name = "internet-loss",
                     .description = "nothing beyond the local network answers",
                     .parameters = {}},
            .make = +[](FaultBoard& board, const FaultValues& /*values*/) -> MadeFault {
                return std::make_unique<WorldDisturbed>(
                    board, world::Interference{.internet = [](world::Internet& internet) {
                        internet.isReachable = false;
                    }});
            }};
}

} // namespace perisphere::runtime
