#include "dma_bench.hpp"

namespace perisphere::dma_test
{

TEST_CASE("a memory copy takes four cycles a transfer and interrupts at its end")
{
    Bench bench;
    bench.startCopy(64, Words | Sinc | Dinc | Enable);
    CHECK(bench.read(kGlbSta0) == 1U << 24U);
    CHECK(bench.get(12, Rlct) == 64);
    bench.advance(40ns * 10);
    CHECK(bench.get(12, Rlct) == 54);
    CHECK(bench.bytes(0x4000, 44)[39] == 39);
    CHECK(bench.bytes(0x4000, 44)[40] == 0);
    bench.advance(40ns * 54 - 1ns);
    CHECK(bench.get(12, Rlct) == 1);
    CHECK_FALSE(bench.lines.level[77]);
    bench.advance(1ns);
    CHECK(bench.lines.level[77]);
    CHECK(bench.bytes(0x4000, 256) == bench.bytes(0, 256));
    CHECK(bench.get(12, IntSta) == kStr);
    CHECK(bench.read(kGlbSta0) == 2U << 24U); // RUN has dropped
    CHECK(bench.get(12, Start) == kStr);      // as last written
    bench.setBits(bench.at(12, AckInt), kStr);
    CHECK_FALSE(bench.lines.level[77]);
    CHECK(bench.read(kGlbSta0) == 0);
}

TEST_CASE("a large copy costs few events, and no drift")
{
    Bench bench;
    bench.dma.setHclk(197'600'000);
    const std::uint64_t before = bench.scheduler.executedEvents();
    bench.startCopy(0x3FFF, Words | Sinc | Dinc | Enable);
    // 4 * 16383 / 197.6 MHz = 331639.68 ns, to the tick.
    bench.advance(331'639ns);
    CHECK(bench.get(12, Rlct) == 1);
    bench.advance(1ns);
    CHECK(bench.get(12, Rlct) == 0);
    CHECK(bench.lines.level[77]);
    CHECK(bench.scheduler.executedEvents() - before <= 65);
}

TEST_CASE("full-size channels step both addresses as told and wrap one of them")
{
    Bench bench;
    bench.set(12, Wppt, 4);
    bench.set(12, Wpto, kSysram + 0x100 - 4);
    bench.startCopy(8, Dinc | Sinc | WrapEnable);
    bench.advance(40ns * 8);
    CHECK(bench.bytes(0x4000, 8) == std::vector<std::uint8_t>{0, 1, 2, 3, 252, 253, 254, 255});

    bench.set(12, Wpto, kSysram + 0x5000);
    bench.startCopy(8, Dinc | WrapEnable | WrapDestination); // the source stays
    bench.advance(40ns * 8);
    CHECK(bench.bytes(0x4000, 8) == std::vector<std::uint8_t>{0, 0, 0, 0, 252, 253, 254, 255});
    CHECK(bench.bytes(0x5000, 5) == std::vector<std::uint8_t>{0, 0, 0, 0, 0});
}

TEST_CASE("half of the transfers is told when asked for, of odd counts the larger half")
{
    Bench bench;
    bench.startCopy(5, Sinc | Dinc | HalfEnable | Enable);
    bench.advance(40ns * 3 - 1ns);
    CHECK(bench.get(12, IntSta) == 0);
    bench.advance(1ns);
    CHECK(bench.get(12, IntSta) == HalfEnable);
    CHECK(bench.lines.level[77]);
    bench.set(12, AckInt, HalfEnable);
    CHECK_FALSE(bench.lines.level[77]);
    bench.advance(80ns);
    CHECK(bench.get(12, IntSta) == kStr);
}

TEST_CASE("with reload a channel begins anew; stopping it keeps what remains")
{
    Bench bench;
    bench.startCopy(4 | kReload, Sinc | Dinc | Enable);
    bench.advance(40ns * 5);
    CHECK(bench.get(12, Rlct) == 3);
    CHECK(bench.read(kGlbSta0) == 3U << 24U);
    bench.set(12, Start, 0);
    bench.advance(1ms);
    CHECK(bench.get(12, Rlct) == 3);
    CHECK(bench.read(kGlbSta0) == 2U << 24U);
}

TEST_CASE("a half-size channel moves a byte at each request")
{
    Bench bench;
    bench.startHalf(2, 3, Sinc | Dreq | Enable);
    bench.advance(1ms);
    CHECK(bench.port.taken.empty());
    CHECK(bench.get(2, Rlct) == 3);
    // Room for one at a time.
    bench.port.onTraffic = [&] { bench.dma.setRequest(2, false); };
    bench.dma.setRequest(2, true);
    bench.advance(39ns);
    CHECK(bench.port.taken.empty());
    bench.advance(1ns);
    CHECK(bench.port.taken == std::vector<std::uint32_t>{0});
    bench.advance(1ms);
    CHECK(bench.get(2, Rlct) == 2);
    bench.port.onTraffic = nullptr;
    bench.dma.setRequest(2, true);
    bench.advance(80ns);
    CHECK(bench.port.taken == std::vector<std::uint32_t>{0, 1, 2});
    CHECK(bench.lines.level[77]);
    CHECK(bench.read(kGlbSta0) == 2U << 4U);
}

TEST_CASE("without handshake a half-size channel runs freely against its port")
{
    Bench bench;
    bench.port.toGive = {7, 8, 9};
    bench.startHalf(3, 3, Dinc | ToMemory | Enable);
    bench.advance(120ns);
    CHECK(bench.bytes(0, 4) == std::vector<std::uint8_t>{7, 8, 9, 3});
    CHECK(bench.lines.level[77]);
}

TEST_CASE("a half-size channel goes on at WPTO after WPPT transfers")
{
    Bench bench; // two segments of one I2C transfer
    bench.set(0, Wppt, 2);
    bench.set(0, Wpto, kSysram + 100);
    bench.startHalf(0, 4, Sinc | WrapEnable);
    bench.advance(1us);
    CHECK(bench.port.taken == std::vector<std::uint32_t>{0, 1, 100, 101});
}

TEST_CASE("the channel reset stops a channel, and a stopped one can be started at once")
{
    Bench bench;
    CHECK(bench.read(kChRst) == 0xFFFFFFFF);
    bench.startHalf(4, 9, Sinc | Dreq | Enable);
    bench.clearBits(kChRst, 1U << 4U);
    CHECK(bench.read(kGlbSta0) == 0);
    bench.set(4, Start, kStr);
    CHECK(bench.read(kGlbSta0) == 0); // held
    bench.setBits(kChRst, 1U << 4U);
    bench.set(4, Start, kStr);
    CHECK(bench.read(kGlbSta0) == 1U << 8U);
}

TEST_CASE("registers that act read as 0, so that a read-modify-write acts once")
{
    Bench bench;
    bench.setBits(kDma + 0x4024, 1U << 3U);
    bench.setBits(kDma + 0x4024, 1U << 5U);
    CHECK(bench.read(kDma + 0x4020) == 0x28);
    bench.setBits(kDma + 0x4028, 1U << 3U);
    CHECK(bench.read(kDma + 0x4020) == 0x20);
    CHECK(bench.read(kDma + 0x4024) == 0);
    CHECK(bench.get(12, AckInt) == 0);
    bench.write(kDma + 0x4058, 1U << 29U); // CLR_DREQ, as drivers do before a start
    bench.write(kDma + 0x4058, 0);
    CHECK(bench.unmodelled.all().empty());
}

TEST_CASE("nothing that a firmware writes hangs the controller")
{
    Bench bench;
    SECTION("nothing to move, again and again")
    {
        bench.startCopy(kReload, Enable);
        bench.advance(1ms);
        CHECK(bench.read(kGlbSta0) == 2U << 24U);
    }
    SECTION("a channel that writes its own registers")
    {
        bench.set(12, Src, kSysram);
        bench.set(12, Dst, bench.at(12, Start));
        bench.memory.sysram[1] = 0x80;
        bench.set(12, Count, 100 | kReload);
        bench.set(12, Con, Words);
        bench.set(12, Start, kStr);
        bench.advance(1ms);
        CHECK(bench.scheduler.executedEvents() < 1000);
    }
    SECTION("a ring without size, pointers outside of it, addresses of nothing")
    {
        bench.configureRing(13, Dreq | Enable, 0);
        bench.set(13, FfSize, 0);
        bench.dma.setRequest(13, true);
        bench.set(13, SwPtr, 0xFFFFFFFF);
        bench.advance(1ms);
        bench.set(13, FfSize, 0xFFFF);
        bench.set(13, PgmAddr, 0xFFFFFFF1);
        bench.set(13, Con, Dreq | Words);
        bench.advance(1ms);
        CHECK(bench.get(13, FfCnt) <= 0x4000);
    }
    SECTION("a port that always asks")
    {
        bench.dma.setRequest(0, true);
        bench.startHalf(0, 0xFFFF | kReload, Sinc | Dreq);
        bench.advance(10ms); // 250,000 transfers
        CHECK(bench.scheduler.executedEvents() < 2000);
    }
}

TEST_CASE("a change of clock counts from its instant on")
{
    Bench bench;
    bench.startCopy(10, Sinc | Dinc);
    bench.advance(40ns * 5);
    bench.dma.setHclk(32'768); // 122070.3 ns a transfer
    bench.advance(122'070ns);
    CHECK(bench.get(12, Rlct) == 5);
    bench.advance(1ns);
    CHECK(bench.get(12, Rlct) == 4);
}

TEST_CASE("a snapshot in the middle of a copy brings all of it back")
{
    Bench bench;
    bench.startCopy(64, Words | Sinc | Dinc | Enable);
    bench.advance(40ns * 10 + 13ns);
    Snapshot snapshot;
    bench.dma.exchange(snapshot);
    const std::vector<std::uint8_t> memory = bench.memory.sysram;
    bench.dma.reset();
    CHECK(bench.read(kGlbSta0) == 0);
    bench.memory.sysram = memory;
    snapshot.rewind();
    bench.dma.exchange(snapshot);
    CHECK(bench.get(12, Rlct) == 54);
    bench.advance(40ns * 54 - 13ns - 1ns);
    CHECK_FALSE(bench.lines.level[77]);
    bench.advance(1ns);
    CHECK(bench.lines.level[77]);
    CHECK(bench.bytes(0x4000, 256) == bench.bytes(0, 256));
}

} // namespace perisphere::dma_test
