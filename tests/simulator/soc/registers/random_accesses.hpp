// What firmware that has gone wrong does to a block: random accesses while time passes.
#pragma once

#include "perisphere/engine/scheduler.hpp"
#include "perisphere/soc/registers/register_block.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <random>
#include <vector>

namespace perisphere::test
{

/// The scheduler's limit of events in an instant makes a hang fail.
inline void accessAtRandom(soc::RegisterBlock& block, engine::Scheduler& scheduler,
                           unsigned accesses = 30'000)
{
    std::vector<std::uint32_t> offsets;
    for (const soc::RegisterInfo& info : block.registers())
        for (std::uint32_t i = 0; i < info.count; ++i)
            offsets.push_back(info.offset + i * info.stride);
    std::mt19937 random(1);
    const auto below = [&](std::uint32_t limit) {
        return static_cast<std::uint32_t>(random() % limit);
    };
    for (unsigned i = 0; i < accesses; ++i) {
        const std::uint32_t offset = offsets[below(static_cast<std::uint32_t>(offsets.size()))];
        const std::uint32_t bits = below(33); // small values reach more than large ones
        const std::uint64_t ones = (std::uint64_t{1} << bits) - 1;
        block.write(offset, static_cast<std::uint32_t>(random() & ones));
        static_cast<void>(block.peek(offset));
        static_cast<void>(block.read(offset));
        if (i % 8 == 0)
            REQUIRE(scheduler.runUntil(
                engine::later(scheduler.now(), engine::Duration(below(500'000)))));
    }
}

} // namespace perisphere::test
