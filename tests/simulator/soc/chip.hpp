// A chip on a netlist of its own, in virtual time that the test moves.
#pragma once

#include "perisphere/bus/buses.hpp"
#include "perisphere/engine/net.hpp"
#include "perisphere/engine/scheduler.hpp"
#include "perisphere/soc/mt3620.hpp"

#include <catch2/catch.hpp>

#include <chrono>

namespace perisphere::test
{

struct Chip {
    engine::Scheduler scheduler;
    engine::Netlist netlist{scheduler};
    bus::Buses buses{netlist};
    soc::Mt3620 chip{scheduler, netlist, buses};

    void advance(engine::Duration by)
    {
        REQUIRE(scheduler.runUntil(engine::later(scheduler.now(), by)));
    }
};

} // namespace perisphere::test
