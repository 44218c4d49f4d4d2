#include "i2c_bench.hpp"

namespace perisphere::i2c_registers_test
{

TEST_CASE("a fresh I2C is ready, with empty FIFOs")
{
    Bench bench;
    CHECK(bench.one.read(Status) == 0x4);
    CHECK(bench.one.read(FifoStatus) == 0x11);
    CHECK(bench.one.read(FifoPtr) == 0);
    CHECK((bench.one.read(SCon0) & 0x8000U) == 0);
}

TEST_CASE("bytes in the FIFO go out in bus time, with one interrupt at the end")
{
    Bench bench;
    bench.addEeprom(1);
    bench.vendorInit(bench.one);
    bench.vendorTransfer(bench.one, 0x50, {0x00, 0x10, 0xA5, 0x5A}, 0);
    CHECK(bench.one.read(Status) == 0x1);
    CHECK(bench.one.read(Con0) == 0xC000);
    // START, address, four bytes, STOP at 10 us a bit.
    bench.advance(10us * (1 + 9 + 4 * 9 + 1) - 1ns);
    CHECK_FALSE(bench.lines.level[48]);
    bench.advance(1ns);
    CHECK(bench.lines.level[48]);
    CHECK(bench.one.read(IntCtrl) == 3);
    CHECK(bench.vendorIsr(bench.one) == 0);
    CHECK(bench.one.read(FifoStatus) == 0x11);
    CHECK(bench.one.read(Status) == 0x4);

    bench.advance(10ms); // the write cycle
    bench.vendorInit(bench.one);
    bench.vendorTransfer(bench.one, 0x50, {0x00, 0x10}, 2);
    bench.advance(10us * (1 + 9 + 2 * 9 + 1 + 9 + 2 * 9 + 1));
    CHECK(bench.vendorIsr(bench.one) == 0);
    CHECK(bench.popAll(bench.one, 2) == Bytes{0xA5, 0x5A});
    CHECK(bench.one.read(FifoStatus) == 0x11);
    CHECK(bench.lines.rises[48] == 2);
}

TEST_CASE("eight bytes received leave pointers eight apart")
{
    Bench bench;
    bench.addEeprom(1);
    bench.vendorInit(bench.one);
    bench.vendorTransfer(bench.one, 0x50, {0, 0}, 8);
    bench.advance(2ms);
    CHECK(bench.one.read(FifoPtr) >> 4U == 0x228); // TX 2 and 2, RX 0 and 8
    CHECK(bench.one.read(FifoStatus) == 0x12);
    CHECK(bench.popAll(bench.one, 8) == Bytes(8, 0xFF));
}

TEST_CASE("nobody at the address: the bit of the packet, one interrupt")
{
    Bench bench;
    bench.vendorInit(bench.one);
    SECTION("of the first packet")
    {
        bench.vendorTransfer(bench.one, 0x51, {1, 2}, 0);
        bench.advance(10us * (1 + 9 + 1));
        CHECK(bench.vendorIsr(bench.one) == 1U << 8U);
    }
    SECTION("cleared at the next START; an address alone is a probe")
    {
        bench.addEeprom(1);
        bench.vendorTransfer(bench.one, 0x51, {1}, 0);
        bench.advance(1ms);
        CHECK(bench.vendorIsr(bench.one) != 0);
        bench.one.write(IdCon0, 0x50);
        bench.one.write(Pk0, 0);
        bench.one.write(Con0, 0xC001);
        CHECK(bench.one.read(AckVal) == 0);
        bench.advance(1ms);
        CHECK(bench.vendorIsr(bench.one) == 0);
    }
    CHECK(bench.lines.rises[48] >= 1);
}

TEST_CASE("long packets go by DMA both ways; the receive DMA ends no earlier than the transaction")
{
    Bench bench;
    bench.addEeprom(1);
    Bytes page = counted(34, 0);
    page[0] = page[1] = 0; // the address
    bench.vendorInit(bench.one);
    bench.vendorTransfer(bench.one, 0x50, page, 0);
    bench.runUntil([&] { return bench.lines.level[48]; });
    CHECK(bench.scheduler.now().time_since_epoch() == 10us * (1 + 9 + 34 * 9 + 1));
    CHECK(bench.vendorIsr(bench.one) == 0);
    CHECK(bench.one.read(FifoStatus) == 0x11);
    CHECK(bench.read(kDma + 0x200 + 0x24) == 0);

    bench.advance(10ms);
    bench.vendorInit(bench.one);
    bench.vendorTransfer(bench.one, 0x50, {0, 0}, 32);
    bench.runUntil([&] { return bench.lines.level[48]; });
    CHECK_FALSE(bench.lines.level[77]);
    const VirtualTime end = bench.scheduler.now();
    bench.runUntil([&] { return bench.lines.level[77]; });
    CHECK(bench.scheduler.now() - end == 154ns); // four cycles of 26 MHz: before a handler runs
    CHECK(bench.vendorIsr(bench.one) == 0);
    CHECK(bench.one.read(FifoStatus) == 0x11);
    CHECK(bench.bytes(0x1000, 32) == Bytes(page.begin() + 2, page.end()));
}

TEST_CASE("Codethink's driver: three packets, a second DMA segment, the handshake always on")
{
    Bench bench;
    bench.addEeprom(2);
    Isu& isu = bench.two;
    // Open.
    isu.write(Con0, isu.read(Con0) | 0x8000U);
    isu.write(PadCon0, 0x80);
    isu.write(Phl, 16 | 16 << 8);
    isu.write(Phh, 16 | 17 << 8); // 400 kHz
    isu.write(FifoCon0, 3);
    isu.write(DmaCon0, 0x10);
    isu.write(IntCtrl, isu.read(IntCtrl) | 1U);
    isu.write(IntCtrl, isu.read(IntCtrl) | 2U);
    // A write of 2 bytes, one of 10 after a repeated START, by DMA from two places.
    const Bytes bytes = {0, 0x20, 0, 0x40, 1, 2, 3, 4, 5, 6, 7, 8};
    std::copy(bytes.begin(), bytes.begin() + 2, bench.memory.sysram.begin());
    std::copy(bytes.begin() + 2, bytes.end(), bench.memory.sysram.begin() + 0x80);
    REQUIRE((isu.read(Status) & 1U) == 0);
    isu.write(IdCon0, 0x50);
    isu.write(Pk0, 2);
    isu.write(Pk0 + 4, 10);
    isu.write(PackCon0, 1U << 4U);
    bench.write(kDma + 0x408, 2);
    bench.write(kDma + 0x40C, kSysram + 0x80);
    bench.dmaChannel(4, kSysram, isu.base + 0x290, 12, 1U << 2U | 1U << 4U | 1U << 17U);
    REQUIRE((isu.read(Status) & 4U) != 0);
    isu.write(Con0, isu.read(Con0) | 0x4001U);
    bench.runUntil([&] { return bench.lines.level[52]; });
    // 65 clocks of 26 MHz a bit.
    CHECK(bench.scheduler.now().time_since_epoch() == 2500ns * (2 * (1 + 9) + 12 * 9 + 1));
    isu.write(IntCtrl, isu.read(IntCtrl) | 1U);
    CHECK_FALSE(bench.lines.level[52]);
    CHECK(isu.read(AckVal) == 0);
    CHECK(bench.read(kDma + 0x424) == 0); // RLCT of both channels is what remains
    CHECK(bench.read(kDma + 0x524) == 0);
    bench.write(kDma + 0x418, 0);

    // Write, write, read within the FIFOs; the channels are not started.
    bench.advance(10ms);
    for (const std::uint8_t byte : Bytes{0, 0x20, 0, 0x40})
        isu.write(FifoData, byte);
    isu.write(Pk0 + 4, 2);
    isu.write(Pk0 + 8, 4);
    isu.write(PackCon0, 4U | 2U << 4U);
    isu.write(Con0, isu.read(Con0) | 0x4001U);
    bench.runUntil([&] { return bench.lines.level[52]; });
    Bytes got;
    while ((isu.read(FifoStatus) & 1U) == 0)
        got.push_back(static_cast<std::uint8_t>(isu.read(FifoData)));
    CHECK(got == Bytes{1, 2, 3, 4});
    CHECK(isu.read(FifoStatus) == 0x11);
    CHECK(isu.read(Phl) == (16 | 16 << 8)); // the speed is computed from these
    CHECK(bench.lines.rises[52] == 2);
}

TEST_CASE("an empty transmit FIFO holds the clock until somebody fills it")
{
    Bench bench;
    bench.addEeprom(1);
    bench.vendorInit(bench.one);
    bench.one.write(Con0, 0xC000);
    bench.one.write(IdCon0, 0x50);
    bench.one.write(Pk0, 2);
    bench.one.write(IntCtrl, 2);
    bench.one.write(FifoData, 0);
    bench.one.write(Con0, 0xC001);
    bench.advance(1s);
    CHECK(bench.one.read(Status) == 1);
    bench.one.write(FifoData, 0);
    bench.advance(10us * (9 + 1));
    CHECK(bench.lines.level[48]);
}

TEST_CASE("a bus that is held low delays the START; a read of nothing hangs until the reset")
{
    Bench bench;
    bench.addEeprom(1);
    bench.vendorInit(bench.one);
    SECTION("held low")
    {
        Pin clip{bench.netlist, "CLIP"};
        const Wire wire{bench.netlist, clip, bench.chip.pads.isu(1, soc::IsuPad::RxdMisoSda)};
        clip.setDrive(digitalDrive(OutputMode::OpenDrain, false));
        bench.vendorTransfer(bench.one, 0x50, {0, 0}, 0);
        bench.advance(1s);
        CHECK(bench.one.read(Status) == 1);
        clip.setDrive(digitalDrive(OutputMode::OpenDrain, true));
        bench.advance(1ms);
        CHECK(bench.vendorIsr(bench.one) == 0);
    }
    SECTION("a read of nothing")
    {
        bench.one.write(Con0, 0xC000);
        bench.one.write(IdCon0, 0x50);
        bench.one.write(PackCon0, 1);
        bench.one.write(Con0, 0xC001);
        bench.advance(1s);
        CHECK(bench.one.read(Status) == 1);
        bench.one.control.write(0);
        CHECK(bench.one.read(Status) == 4);
        CHECK(bench.lines.rises[48] == 0);
    }
}

} // namespace perisphere::i2c_registers_test
