#include "dma_bench.hpp"

namespace perisphere::dma_test
{

TEST_CASE("a transmit FIFO is drained by requests; pointers are bytes and wrap")
{
    Bench bench;
    bench.configureRing(13, Dreq | Sinc, 4);
    CHECK(bench.get(13, FfSta) == 2);
    bench.set(13, SwPtr, 12);
    CHECK(bench.get(13, FfCnt) == 12);
    bench.dma.setRequest(13, true);
    bench.advance(1us);
    CHECK(bench.port.taken.size() == 12);
    CHECK(bench.get(13, HwPtr) == 12);
    bench.set(13, SwPtr, 0x10000 | 12); // a full ring
    CHECK(bench.get(13, FfCnt) == 16);
    CHECK((bench.get(13, FfSta) & 3U) == 1);
    bench.advance(40ns * 4);
    CHECK(bench.get(13, HwPtr) == 0x10000);
    CHECK(bench.get(13, FfCnt) == 12);
    bench.advance(1us);
    CHECK(bench.get(13, HwPtr) == (0x10000 | 12));
    CHECK((bench.get(13, FfSta) & 3U) == 2);
    CHECK(bench.port.taken.back() == 11);
    bench.set(13, Start, 0);
    CHECK(bench.get(13, HwPtr) == 0);
}

TEST_CASE("a transmit FIFO below its threshold interrupts as long as it is")
{
    Bench bench;
    bench.configureRing(13, Dreq | Sinc | Enable, 4);
    CHECK(bench.lines.level[77]); // empty
    CHECK(bench.read(kGlbSta0) == 3U << 26U);
    bench.set(13, AckInt, kStr);
    CHECK(bench.lines.level[77]); // still
    bench.set(13, SwPtr, 5);
    CHECK(bench.lines.level[77]); // latched
    bench.set(13, AckInt, kStr);
    CHECK_FALSE(bench.lines.level[77]);
    bench.dma.setRequest(13, true);
    bench.advance(40ns);
    CHECK_FALSE(bench.lines.level[77]); // 4
    bench.advance(40ns);
    CHECK(bench.lines.level[77]); // 3
}

TEST_CASE("a receive FIFO takes up to its size and interrupts at its threshold")
{
    Bench bench;
    for (std::uint32_t i = 0; i < 20; ++i)
        bench.port.toGive.push_back(0x40 + i);
    bench.port.onTraffic = [&] { bench.dma.setRequest(29, !bench.port.toGive.empty()); };
    bench.configureRing(29, Dreq | Dinc | ToMemory | Enable, 12);
    bench.dma.setRequest(29, true);
    bench.advance(40ns * 11);
    CHECK_FALSE(bench.lines.level[77]);
    bench.advance(40ns);
    CHECK(bench.lines.level[77]);
    CHECK(bench.read(kGlbSta1) == 3U << 26U);
    bench.advance(1us);
    CHECK(bench.get(29, FfCnt) == 16); // full: the peripheral keeps the rest
    CHECK(bench.get(29, HwPtr) == 0x10000);
    CHECK(bench.port.toGive.size() == 4);
    // The driver takes all, moves its pointer, then acknowledges.
    CHECK(bench.bytes(0, 1)[0] == 0x40);
    bench.set(29, SwPtr, 0x10000);
    bench.set(29, AckInt, kStr);
    CHECK_FALSE(bench.lines.level[77]);
    bench.advance(1us);
    CHECK(bench.get(29, FfCnt) == 4);
    CHECK(bench.bytes(3, 1)[0] == 0x53);
}

TEST_CASE("a receive FIFO with data and no more of it times out once")
{
    Bench bench;
    bench.port.toGive = {1, 2};
    bench.port.onTraffic = [&] { bench.dma.setRequest(14, !bench.port.toGive.empty()); };
    bench.set(14, To, 1000); // 10 us
    bench.configureRing(14, Dreq | Dinc | ToMemory | TimeoutEnable | Enable, 8);
    bench.advance(1ms);
    CHECK_FALSE(bench.lines.level[77]);
    bench.dma.setRequest(14, true);
    bench.advance(80ns + 10us - 1ns);
    CHECK_FALSE(bench.lines.level[77]);
    bench.advance(1ns);
    CHECK(bench.get(14, IntSta) == 1U << 16U);
    CHECK(bench.lines.level[77]);
    bench.set(14, SwPtr, 2);
    bench.set(14, AckInt, 1U << 16U);
    bench.advance(1ms);
    CHECK(bench.lines.rises[77] == 1);
}

} // namespace perisphere::dma_test
