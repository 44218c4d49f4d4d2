#include "perisphere/soc/registers/always_on.hpp"

#include <catch2/catch.hpp>

namespace perisphere::always_on_test
{

using namespace perisphere::soc;

TEST_CASE("the counters' clock is one of four")
{
    AlwaysOn block;
    unsigned told = 0;
    const auto subscription = block.beforeCounterClock.subscribe([&](const auto&) { ++told; });
    CHECK(block.counterHertz() == 26'000'000);
    for (const auto& [code, hertz] :
         {std::pair{1U, 32'768U}, {2U, 125'000'000U}, {3U, 200'000'000U}}) {
        block.write(0x210, (block.read(0x210) & ~3U) | code);
        CHECK(block.counterHertz() == hertz);
    }
    CHECK(told == 3);
    block.write(0x210, 0xFFFFFFFF); // the same clock
    CHECK(told == 3);
    block.reset();
    CHECK(block.counterHertz() == 26'000'000);
    CHECK(block.read(0x210) == 0);
}

TEST_CASE("clock gates keep what is written")
{
    AlwaysOn block;
    block.write(0x208, block.read(0x208) | 0x80000000);
    block.write(0x120, 0x6001);
    engine::Snapshot snapshot;
    block.exchange(snapshot);
    block.reset();
    CHECK(block.read(0x120) == 0);
    snapshot.rewind();
    block.exchange(snapshot);
    CHECK(block.read(0x208) == 0x80000000);
    CHECK(block.read(0x120) == 0x6001);
}

TEST_CASE("the pin multiplexers keep what is written")
{
    PinMux block;
    block.write(0x24, 0x00500000); // GPIO13: mode 5
    CHECK(block.read(0x24) == 0x00500000);
    block.write(0x4C, 1); // the last word
    CHECK(block.read(0x4C) == 1);
    block.write(0x50, 1); // not a register
    block.write(0x1C, 1);
    CHECK(block.read(0x50) == 0);
    CHECK(block.read(0x1C) == 0);
}

} // namespace perisphere::always_on_test
