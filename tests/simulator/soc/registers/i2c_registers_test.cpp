#include "perisphere/soc/registers/i2c_registers.hpp"

#include "perisphere/soc/registers/dma.hpp"
#include "perisphere/soc/registers/isu_control.hpp"

#include "parts_on_chip.hpp"

#include <numeric>
#include <optional>

namespace perisphere::i2c_registers_test
{

using namespace perisphere::engine;
using namespace std::chrono_literals;
using Bytes = std::vector<std::uint8_t>;

namespace
{

constexpr std::uint32_t kDma = 0x21080000;
constexpr std::uint32_t kSysram = test::FakeBusMemory::kSysram;

enum Register : std::uint32_t {
    IntCtrl = 0x00,
    PadCon0 = 0x40,
    Phl = 0x44,
    Phh = 0x48,
    Pk0 = 0x54,
    IdCon0 = 0x60,
    PackCon0 = 0x68,
    AckVal = 0x6C,
    Con0 = 0x70,
    Status = 0x74,
    FifoCon0 = 0x78,
    FifoStatus = 0x80,
    FifoPtr = 0x84,
    FifoData = 0x90,
    DmaCon0 = 0xC0,
    SCon0 = 0xC4,
    SIdCon0 = 0xC8,
    SIdReceived0 = 0xCC,
    SFifoCon0 = 0xD8,
    SFifoStatus = 0xE0,
    SFifoPtr = 0xE4,
    SFifoData = 0xF0,
};

/// One ISU's I2C at its address.
struct Isu {
    Isu(test::RegisterBench& bench, soc::Dma& dma, unsigned index)
        : number(index)
        , base(0x38070000 + 0x10000 * index)
        , i2c(bench.scheduler, bench.buses, bench.chip.pads, bench.lines, dma, index,
              "ISU" + std::to_string(index) + ".I2C")
        , m_bench(bench)
    {
        bench.map.add(base + 0x200, soc::I2cRegisters::kBytes, i2c);
        control.listener = [this] { i2c.reset(); };
    }
    std::uint32_t read(std::uint32_t offset) { return m_bench.read(base + 0x200 + offset); }
    void write(std::uint32_t offset, std::uint32_t value)
    {
        m_bench.write(base + 0x200 + offset, value);
    }
    [[nodiscard]] unsigned irq() const { return 44 + 4 * number; }

    unsigned number;
    std::uint32_t base;
    soc::I2cRegisters i2c;
    soc::IsuControl control;

private:
    test::RegisterBench& m_bench;
};

struct Bench : test::RegisterBench {
    soc::Dma dma{scheduler, memory, lines};
    Isu one{*this, dma, 1};
    Isu two{*this, dma, 2};
    test::PartsOnChip parts{*this};

    Bench() { map.add(kDma, soc::Dma::kBytes, dma); }

    void addEeprom(unsigned isu)
    {
        parts::Part& eeprom = parts.add("24lc256", "EEPROM");
        parts.wire(eeprom, "SCL", isu, soc::IsuPad::RtsMosiScl);
        parts.wire(eeprom, "SDA", isu, soc::IsuPad::RxdMisoSda);
    }

    /// The vendor's driver: everything that comes before a transfer.
    void vendorInit(Isu& isu)
    {
        isu.control.write(isu.control.value & ~1U);
        isu.control.write(isu.control.value | 1U);
        isu.write(FifoCon0, 3);
        isu.write(SFifoCon0, 3);
        isu.write(IntCtrl, 0x01);
        isu.write(IntCtrl, 0x10);
        isu.write(PadCon0, 0x81);
        isu.write(Con0, 0);
        isu.write(SCon0, 0);
        isu.write(Phl, 65 | 65 << 8); // 100 kHz of 26 MHz
        isu.write(Phh, 65 | 65 << 8);
        for (const unsigned channel : {2 * isu.number + 1, 2 * isu.number}) {
            clearBits(kDma + 0x4008, 1U << channel);
            setBits(kDma + 0x4008, 1U << channel);
        }
    }
    void dmaChannel(unsigned channel, std::uint32_t memoryAddress, std::uint32_t port,
                    std::uint32_t count, std::uint32_t control)
    {
        const std::uint32_t base = kDma + 0x100 * channel;
        REQUIRE((read(kDma + 0x4000) >> (2 * channel) & 1U) == 0); // or the driver refuses
        write(base + 0x18, 0);
        write(base + 0x2C, memoryAddress);
        write(base + 0x60, port);
        write(base + 0x10, count);
        write(base + 0x14, control);
        write(base + 0x18, 0x8000);
    }
    void transmitDma(unsigned channel, std::uint32_t memoryAddress, std::uint32_t port,
                     std::uint32_t count)
    {
        dmaChannel(channel, memoryAddress, port, count, 1U << 2U | 1U << 4U);
    }
    void receiveDma(unsigned channel, std::uint32_t memoryAddress, std::uint32_t port,
                    std::uint32_t count)
    {
        dmaChannel(channel, memoryAddress, port, count,
                   1U << 3U | 1U << 4U | 1U << 15U | 1U << 18U);
    }
    /// Up to the vendor driver's START. Packets of more than 8 bytes go by DMA.
    void vendorTransfer(Isu& isu, std::uint8_t address, const Bytes& written, std::uint32_t read)
    {
        REQUIRE((isu.read(Status) & 4U) != 0);
        isu.write(Con0, 0xC000);
        isu.write(IdCon0, address);
        const bool hasWrite = !written.empty();
        const bool hasRead = read != 0;
        isu.write(PackCon0, hasWrite ? (hasRead ? 2U | 1U << 4U : 0U) : 1U);
        isu.write(Pk0, hasWrite ? static_cast<std::uint32_t>(written.size()) : read);
        if (hasWrite && hasRead)
            isu.write(Pk0 + 4, read);
        isu.write(IntCtrl, 2);
        if (written.size() > 8 || read > 8) {
            std::copy(written.begin(), written.end(), memory.sysram.begin());
            if (hasWrite)
                transmitDma(2 * isu.number, kSysram, isu.base + 0x290,
                            static_cast<std::uint32_t>(written.size()));
            if (hasRead)
                receiveDma(2 * isu.number + 1, kSysram + 0x1000, isu.base + 0x290, read);
            isu.write(DmaCon0, 0x10);
        } else {
            for (const std::uint8_t byte : written)
                isu.write(FifoData, byte);
        }
        isu.write(Con0, isu.read(Con0) | 1U);
    }
    /// What the vendor's interrupt handler finds: 0, or the errors.
    std::uint32_t vendorIsr(Isu& isu)
    {
        const std::uint32_t status = isu.read(IntCtrl);
        isu.write(IntCtrl, status);
        REQUIRE_FALSE(lines.level[isu.irq()]);
        return (isu.read(Status) & 2U) | isu.read(AckVal);
    }
    Bytes popAll(Isu& isu, std::size_t count)
    {
        isu.write(IntCtrl, 0);
        const std::uint32_t pointers = isu.read(FifoPtr);
        REQUIRE((((pointers >> 4U) - pointers) & 0xFU) == count);
        Bytes bytes;
        while (bytes.size() < count)
            bytes.push_back(static_cast<std::uint8_t>(isu.read(FifoData)));
        return bytes;
    }
    [[nodiscard]] Bytes bytes(std::uint32_t offset, std::size_t count) const
    {
        const auto begin = memory.sysram.begin() + offset;
        return {begin, begin + static_cast<std::ptrdiff_t>(count)};
    }
    void wireOneToTwo()
    {
        for (const soc::IsuPad pad : {soc::IsuPad::RtsMosiScl, soc::IsuPad::RxdMisoSda})
            m_wires.emplace_back(netlist, chip.pads.isu(1, pad), chip.pads.isu(2, pad));
    }

private:
    std::vector<Wire> m_wires;
};

Bytes counted(std::size_t count, std::uint8_t first)
{
    Bytes bytes(count);
    std::iota(bytes.begin(), bytes.end(), first);
    return bytes;
}

} // namespace

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
