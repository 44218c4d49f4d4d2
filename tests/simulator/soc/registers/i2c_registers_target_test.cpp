#include "i2c_bench.hpp"

namespace perisphere::i2c_registers_test
{

TEST_CASE("controller ISU1 and target ISU2 by wires: short by FIFO")
{
    Bench bench;
    bench.wireOneToTwo();
    bench.vendorInit(bench.two);
    bench.two.write(SIdCon0, 0x20);
    bench.two.write(SCon0, 0x8000);
    bench.two.write(IntCtrl, 0x20);
    bench.vendorInit(bench.one);
    SECTION("the controller writes")
    {
        bench.vendorTransfer(bench.one, 0x20, counted(8, 1), 0);
        bench.runUntil([&] { return bench.lines.level[52]; });
        CHECK(bench.lines.level[48]); // both at the STOP
        CHECK(bench.vendorIsr(bench.one) == 0);
        CHECK(bench.two.read(IntCtrl) == 0x30);
        CHECK(bench.two.read(SIdReceived0) == 0x20);
        CHECK(bench.two.read(SFifoPtr) == 0x80);
        Bytes got;
        for (int i = 0; i < 8; ++i)
            got.push_back(static_cast<std::uint8_t>(bench.two.read(SFifoData)));
        CHECK(got == counted(8, 1));
    }
    SECTION("the controller reads what was laid ready")
    {
        for (const std::uint8_t byte : counted(5, 0x70))
            bench.two.write(SFifoData, byte);
        bench.vendorTransfer(bench.one, 0x20, {}, 5);
        bench.runUntil([&] { return bench.lines.level[52]; });
        CHECK(bench.vendorIsr(bench.one) == 0);
        CHECK(bench.popAll(bench.one, 5) == counted(5, 0x70));
        CHECK(bench.two.read(SIdReceived0) == 0xA0);
    }
    CHECK(bench.two.read(SFifoStatus) == 0x11);
    bench.two.write(IntCtrl, bench.two.read(IntCtrl));
    CHECK_FALSE(bench.lines.level[52]);
    CHECK(bench.lines.rises[52] == 1);
}

TEST_CASE("controller ISU1 and target ISU2 by wires: 64 bytes by DMA on both sides")
{
    Bench bench;
    bench.wireOneToTwo();
    bench.vendorInit(bench.two);
    bench.two.write(SIdCon0, 0x20);
    bench.two.write(SCon0, 0x8000);
    bench.two.write(IntCtrl, 0x20);
    bench.vendorInit(bench.one);
    SECTION("the controller writes")
    {
        bench.receiveDma(5, kSysram + 0x2000, bench.two.base + 0x2F0, 64);
        bench.two.write(DmaCon0, 0x30);
        bench.vendorTransfer(bench.one, 0x20, counted(64, 100), 0);
        bench.runUntil([&] { return bench.lines.level[52]; });
        CHECK_FALSE(bench.lines.level[77]);
        bench.runUntil([&] { return bench.lines.level[77]; });
        CHECK(bench.bytes(0x2000, 64) == counted(64, 100));
    }
    SECTION("the controller reads")
    {
        const Bytes answer = counted(64, 7);
        std::copy(answer.begin(), answer.end(), bench.memory.sysram.begin() + 0x3000);
        bench.transmitDma(4, kSysram + 0x3000, bench.two.base + 0x2F0, 64);
        bench.two.write(DmaCon0, 0x30);
        bench.vendorTransfer(bench.one, 0x20, {}, 64);
        bench.runUntil([&] { return bench.lines.level[77]; });
        CHECK(bench.bytes(0x1000, 64) == answer);
    }
    CHECK(bench.vendorIsr(bench.one) == 0);
    CHECK(bench.one.read(FifoStatus) == 0x11);
    CHECK(bench.two.read(SFifoStatus) == 0x11);
}

TEST_CASE("a target does not acknowledge what it has no room for, nor other addresses, nor mute")
{
    Bench bench;
    bench.wireOneToTwo();
    bench.two.write(SIdCon0, 0x20);
    bench.two.write(SCon0, 0x8000);
    bench.vendorInit(bench.one);
    SECTION("a ninth byte")
    {
        bench.vendorTransfer(bench.one, 0x20, counted(10, 0), 0);
        bench.advance(2ms);
        CHECK(bench.vendorIsr(bench.one) == 1U << 7U); // of the bytes from the eighth on
        CHECK((bench.two.read(SFifoStatus) & 0x0AU) == 0x0A);
    }
    SECTION("another address")
    {
        bench.vendorTransfer(bench.one, 0x21, {1}, 0);
        bench.advance(2ms);
        CHECK(bench.vendorIsr(bench.one) == 1U << 8U);
    }
    SECTION("mute")
    {
        bench.two.write(SCon0, 0xC000);
        bench.vendorTransfer(bench.one, 0x20, {1}, 0);
        bench.advance(2ms);
        CHECK(bench.vendorIsr(bench.one) == 1U << 8U);
    }
}

TEST_CASE("a snapshot in the middle of an I2C transaction brings all of it back")
{
    Bench bench;
    bench.wireOneToTwo();
    bench.two.write(SIdCon0, 0x20);
    bench.two.write(SCon0, 0x8000);
    bench.two.write(IntCtrl, 0x20);
    bench.receiveDma(5, kSysram + 0x2000, bench.two.base + 0x2F0, 20);
    bench.two.write(DmaCon0, 0x30);
    bench.vendorInit(bench.one);
    bench.vendorTransfer(bench.one, 0x20, counted(20, 1), 0);
    bench.advance(777us);
    Snapshot snapshot;
    const auto exchangeAll = [&] {
        bench.dma.exchange(snapshot);
        bench.one.i2c.exchange(snapshot);
        bench.two.i2c.exchange(snapshot);
    };
    exchangeAll();
    bench.one.i2c.reset();
    bench.two.i2c.reset();
    bench.dma.reset();
    snapshot.rewind();
    exchangeAll();
    const VirtualTime saved = bench.scheduler.now();
    bench.runUntil([&] { return bench.lines.level[77]; });
    CHECK(bench.scheduler.now() - saved == 10us * (1 + 9 + 20 * 9 + 1) - 777us + 154ns);
    CHECK(bench.bytes(0x2000, 20) == counted(20, 1));
    CHECK(bench.lines.level[48]);
    CHECK(bench.lines.level[52]);
}

TEST_CASE("random accesses to I2C neither crash nor stall time")
{
    Bench bench;
    bench.addEeprom(1);
    bench.wireOneToTwo();
    Random random{7, "accesses"};
    for (int i = 0; i < 20'000; ++i) {
        Isu& isu = random.below(2) != 0 ? bench.one : bench.two;
        const auto offset = static_cast<std::uint32_t>(random.below(0x40)) * 4;
        if (random.below(3) != 0)
            isu.write(offset, static_cast<std::uint32_t>(random.next()));
        else
            static_cast<void>(isu.read(offset));
        if (random.below(16) == 0) {
            isu.write(IdCon0, 0x50);
            isu.write(Con0, 0x8001);
        }
        bench.advance(Duration(random.below(20'000)));
    }
    CHECK(bench.scheduler.executedEvents() < 10'000'000);
}

} // namespace perisphere::i2c_registers_test
