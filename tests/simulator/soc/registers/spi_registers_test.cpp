#include "perisphere/soc/registers/spi_registers.hpp"

#include "perisphere/soc/registers/dma.hpp"
#include "perisphere/soc/registers/isu_control.hpp"

#include "parts_on_chip.hpp"

#include <numeric>

namespace perisphere::spi_registers_test
{

using namespace perisphere::engine;
using namespace std::chrono_literals;
using Bytes = std::vector<std::uint8_t>;

namespace
{

constexpr std::uint32_t kDma = 0x21080000;
constexpr std::uint32_t kSysram = test::FakeBusMemory::kSysram;
constexpr std::uint32_t kSpi = 0x38080300; // ISU1
constexpr unsigned kIrq = 49;

enum Register : std::uint32_t {
    Stcsr = 0x00,
    Soar = 0x04,
    Sdor0 = 0x08,
    Smmr = 0x28,
    Smbcr = 0x2C,
    Scsr = 0x34,
    Cspol = 0x38,
    DataPort = 0x40,
    Sdir0 = 0x48,
    Sdir4 = 0x58,
};

constexpr std::uint32_t kMoreBuf = 1U << 2U;
constexpr std::uint32_t kIntEn = 1U << 9U;
constexpr std::uint32_t kDuplex = 1U << 10U;
constexpr std::uint32_t kClock8Mhz = 8U << 16U; // 80 MHz / (8 + 2)
constexpr std::uint32_t kNoSelect = 7U << 29U;
constexpr std::uint32_t kMode = kMoreBuf | kIntEn | kClock8Mhz;

constexpr std::uint32_t lengths(std::uint32_t command, std::uint32_t out, std::uint32_t in)
{
    return command * 8 << 24U | in * 8 << 12U | out * 8;
}

/// Writes down what it hears and answers with a count.
class Recorder final : public bus::SpiTarget
{
public:
    std::uint8_t exchange(std::uint8_t mosi, const bus::SpiShift& shift) override
    {
        heard.push_back(mosi);
        last = shift;
        return next++;
    }
    Bytes heard;
    std::uint8_t next = 0x30;
    bus::SpiShift last;
};

struct Bench : test::RegisterBench {
    soc::Dma dma{scheduler, memory, lines};
    soc::SpiRegisters spi{scheduler, buses, chip.pads, lines, dma, 1, "ISU1.SPI"};
    soc::IsuControl control;
    test::PartsOnChip parts{*this};
    Pin& csa = chip.pads.isu(1, soc::IsuPad::CtsCsa);
    Pin& csb = chip.pads.isu(1, soc::IsuPad::Csb);

    Bench()
    {
        map.add(kDma, soc::Dma::kBytes, dma);
        map.add(kSpi, soc::SpiRegisters::kBytes, spi);
        control.listener = [this] { spi.softwareReset(); };
    }
    std::uint32_t get(std::uint32_t offset) { return read(kSpi + offset); }
    void set(std::uint32_t offset, std::uint32_t value) { write(kSpi + offset, value); }

    void addFlash(soc::IsuPad select = soc::IsuPad::CtsCsa)
    {
        parts::Part& flash = parts.add("w25q", "U7");
        parts.wire(flash, "CLK", 1, soc::IsuPad::TxdSclk);
        parts.wire(flash, "/CS", 1, select);
    }
    /// The vendor's driver before each transfer.
    void vendorInit(std::uint32_t mode, std::uint32_t dmaMode = 0)
    {
        control.write(control.value & ~1U);
        control.write(control.value | 1U);
        control.write(control.value | 0x1E00U);
        set(Smmr, get(Smmr) | kMoreBuf);
        set(Cspol, get(Cspol) | 0xFF000U | dmaMode);
        set(Smmr, mode);
    }
    Bytes received(std::uint32_t offset, std::size_t count)
    {
        Bytes bytes;
        for (std::uint32_t i = 0; i < count; ++i) // drivers copy with byte loads
            bytes.push_back(static_cast<std::uint8_t>(read(kSpi + offset + i, 1)));
        return bytes;
    }
    void finishByInterrupt()
    {
        runUntil([&] { return lines.level[kIrq]; });
        CHECK((get(Stcsr) & 0x10100U) == 0);
        CHECK((get(Scsr) & 1U) == 1);
        CHECK_FALSE(lines.level[kIrq]);
        CHECK(get(Scsr) == 0);
    }
    void dmaChannel(unsigned channel, std::uint32_t memoryAddress, std::uint32_t words,
                    std::uint32_t bits)
    {
        const std::uint32_t base = kDma + 0x100 * channel;
        write(base + 0x18, 0);
        write(base + 0x2C, memoryAddress);
        write(base + 0x60, kSpi + DataPort);
        write(base + 0x10, words);
        write(base + 0x14, bits | 2U);
        write(base + 0x18, 0x8000);
    }
    void putGroup(std::uint32_t at, std::uint32_t command, const Bytes& out, std::uint32_t mode,
                  std::uint32_t bits)
    {
        std::array<std::uint32_t, 13> group{};
        group[0] = command;
        for (std::size_t i = 0; i < out.size(); ++i)
            group[1 + i / 4] |= std::uint32_t{out[i]} << 8 * (i % 4);
        group[9] = mode;
        group[10] = bits;
        group[11] = 0x100;
        for (std::uint32_t i = 0; i < group.size(); ++i)
            REQUIRE(memory.write(kSysram + at + 4 * i, 4, group[i]));
    }
};

/// A recorder on ISU1, selected by CSA.
struct RecorderBench : Bench {
    Pin clock{netlist, "U1.CLK"};
    Pin mosi{netlist, "U1.SDI"};
    Pin miso{netlist, "U1.SDO"};
    Pin select{netlist, "U1.CS"};
    Recorder recorder;
    bus::SpiPort port{buses.spi(), {clock, mosi, miso, select}, recorder};
    Wire wireClock{netlist, clock, chip.pads.isu(1, soc::IsuPad::TxdSclk)};
    Wire wireSelect{netlist, select, csa};
    int edges = 0;
    Subscription watch = csa.onLevel([this](const PinChange&) { ++edges; });
};

} // namespace

TEST_CASE("the vendor's write and read: opcode, data, interrupt, by bus time")
{
    Bench bench;
    bench.addFlash();
    bench.vendorInit(kMode);
    bench.set(Soar, 0x9F);
    bench.set(Smbcr, lengths(1, 0, 3));
    bench.set(Stcsr, 0x00100100);
    CHECK(bench.get(Stcsr) == 0x00110100);
    // Select after a clock, 15 of delay, 32 of bytes, 15 of delay and one, at 125 ns.
    bench.advance(125ns * (1 + 15 + 32 + 1 + 15) - 1ns);
    CHECK_FALSE(bench.lines.level[kIrq]);
    CHECK_FALSE(bench.csa.isHigh());
    bench.advance(1ns);
    CHECK(bench.lines.level[kIrq]);
    CHECK(bench.csa.isHigh());
    bench.finishByInterrupt();
    CHECK(bench.received(Sdir0, 2) == Bytes{0xEF, 0x40});
    CHECK(bench.lines.rises[kIrq] == 1);

    // Write enable, a page, and back.
    const auto transfer = [&](std::uint32_t command, std::uint32_t bits) {
        bench.vendorInit(kMode);
        bench.set(Soar, command);
        bench.set(Sdor0, 0x44332211);
        bench.set(Smbcr, bits);
        bench.set(Stcsr, 0x00100100);
        bench.finishByInterrupt();
    };
    transfer(0x06, lengths(1, 0, 0));
    transfer(0x02000100, lengths(4, 4, 0));
    bench.advance(10ms);
    transfer(0x03000100, lengths(4, 0, 5));
    CHECK(bench.received(Sdir0, 5) == Bytes{0x11, 0x22, 0x33, 0x44, 0xFF});
    CHECK(bench.read(kSpi + Sdir0 + 1, 4) == 0xFF443322); // unaligned
}

TEST_CASE("full duplex over a wire from MOSI to MISO brings the data back, in both places")
{
    Bench bench;
    const Wire loop{bench.netlist, bench.chip.pads.isu(1, soc::IsuPad::RtsMosiScl),
                    bench.chip.pads.isu(1, soc::IsuPad::RxdMisoSda)};
    bench.vendorInit(kMode | kDuplex);
    bench.set(Soar, 0xAA);
    for (std::uint32_t i = 0; i < 4; ++i)
        bench.set(Sdor0 + 4 * i, 0x03020100 + 0x04040404 * i);
    bench.set(Smbcr, lengths(1, 16, 16));
    bench.set(Stcsr, 0x00100100);
    bench.finishByInterrupt();
    Bytes expected(16);
    std::iota(expected.begin(), expected.end(), std::uint8_t{0});
    CHECK(bench.received(Sdir4, 16) == expected);
    CHECK(bench.received(Sdir0, 16) == expected);
}

TEST_CASE("commands go out from their most significant byte, and modes and order are the target's")
{
    RecorderBench bench;
    bench.set(Soar, 0xFF010203);
    bench.set(Sdor0, 0x80);
    bench.set(Smbcr, lengths(3, 1, 0));
    SECTION("mode 3")
    {
        bench.set(Smmr, kMode | 0x30);
        bench.set(Stcsr, 0x100);
        CHECK(bench.chip.pads.isu(1, soc::IsuPad::TxdSclk).isHigh()); // its rest
        bench.finishByInterrupt();
        CHECK(bench.recorder.heard == Bytes{1, 2, 3, 0x80});
        CHECK(bench.recorder.last.mode == bus::SpiMode::Mode3);
        CHECK(bench.recorder.last.hertz == 8'000'000);
    }
    SECTION("mode 1, least significant bit first")
    {
        bench.set(Smmr, kMode | 0x28);
        bench.set(Stcsr, 0x100);
        bench.finishByInterrupt();
        CHECK(bench.recorder.heard == Bytes{0x80, 0x40, 0xC0, 0x01});
        CHECK(bench.recorder.last.mode == bus::SpiMode::Mode1);
    }
    CHECK(bench.edges == 3); // at rest, active, at rest
}

TEST_CASE("without interrupt enable the status alone tells")
{
    RecorderBench bench;
    bench.set(Smmr, kMoreBuf | kClock8Mhz);
    bench.set(Smbcr, lengths(1, 0, 0));
    bench.set(Stcsr, 0x100);
    CHECK(bench.get(Scsr) == 0);
    bench.advance(1ms);
    CHECK_FALSE(bench.lines.level[kIrq]);
    CHECK(bench.get(Scsr) == 1);
    CHECK(bench.get(Scsr) == 0);
}

TEST_CASE("with slave select 7 a chip select moves by its polarity, and others keep their pads")
{
    RecorderBench bench;
    bench.csb.setDrive(digitalDrive(OutputMode::PushPull, false)); // a GPIO's
    bench.set(Smmr, kMode | kNoSelect);
    bench.set(Cspol, 0); // as it was: nothing moves
    CHECK(bench.csa.level() == Level::Floating);
    bench.set(Cspol, 1);
    CHECK(bench.csa.level() == Level::Low);
    for (int i = 0; i < 2; ++i) { // two transfers under one select
        bench.set(Smbcr, lengths(1, 0, 0));
        bench.set(Stcsr, 0x100);
        bench.finishByInterrupt();
    }
    CHECK(bench.recorder.heard.size() == 2);
    bench.set(Cspol, 0);
    CHECK(bench.csa.level() == Level::High);
    CHECK(bench.csb.level() == Level::Low);
    bench.set(Stcsr, 0x100);
    bench.finishByInterrupt();
    CHECK(bench.recorder.heard.size() == 2);
}

TEST_CASE("Codethink's driver: a group by DMA without handshake, received bytes in the registers")
{
    Bench bench;
    bench.addFlash();
    // Open.
    for (std::uint32_t i = 0; i < 9; ++i)
        bench.set(Soar + 4 * i, 0xFFFFFFFF);
    bench.set(Stcsr, bench.get(Stcsr) & ~0x100U);
    static_cast<void>(bench.get(Scsr));
    bench.set(Cspol, bench.get(Cspol) | 0x100U);

    bench.putGroup(0, 0xFFFFFF9F, {}, kMode, lengths(1, 0, 3));
    bench.dmaChannel(2, kSysram, 13, 1U << 2U);
    bench.runUntil([&] { return bench.lines.level[kIrq]; });
    bench.write(kDma + 0x218, 0);
    CHECK((bench.get(Scsr) & 1U) == 1);
    CHECK(bench.read(kDma + 0x224) == 0);
    CHECK((bench.read(kDma + 0x4000) & 0x10U) == 0);
    CHECK(bench.received(Sdir0, 2) == Bytes{0xEF, 0x40});

    // By registers: 11 words, then the start.
    bench.set(Cspol, bench.get(Cspol) & ~0x100U);
    for (std::uint32_t i = 0; i < 11; ++i) {
        std::uint32_t word = 0;
        REQUIRE(bench.memory.read(kSysram + 4 * i, 4, word));
        bench.set(Soar + 4 * i, word);
    }
    bench.set(Stcsr, 0x100);
    bench.finishByInterrupt();
    CHECK(bench.received(Sdir0, 2) == Bytes{0xEF, 0x40});
}

TEST_CASE("several groups in one DMA wait for each other, and the receive DMA takes their words")
{
    RecorderBench bench;
    const std::uint32_t quiet = kMode & ~kIntEn;
    bench.vendorInit(kMode, 0x100);
    bench.putGroup(0, 0x11, {1, 2}, quiet, lengths(1, 2, 0));
    bench.putGroup(52, 0x22, {}, quiet, lengths(1, 0, 5));
    bench.putGroup(104, 0x33, {}, kMode, lengths(1, 0, 4));
    bench.dmaChannel(3, kSysram + 0x1000, 3, 1U << 3U | 1U << 4U | 1U << 15U | 1U << 18U);
    bench.dmaChannel(2, kSysram, 39, 1U << 2U | 1U << 4U);
    bench.runUntil([&] { return bench.lines.level[77]; });
    CHECK(bench.recorder.heard ==
          Bytes{0x11, 1, 2, 0x22, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x33, 0xFF, 0xFF, 0xFF, 0xFF});
    // Answers 30h to 3Dh; those to what was sent are not kept.
    const auto begin = bench.memory.sysram.begin() + 0x1000;
    CHECK(Bytes(begin, begin + 5) == Bytes{0x34, 0x35, 0x36, 0x37, 0x38});
    CHECK(Bytes(begin + 8, begin + 12) == Bytes{0x3A, 0x3B, 0x3C, 0x3D});
    CHECK(bench.lines.rises[kIrq] == 1); // of the last alone
    CHECK(bench.read(kDma + 0x224) == 0);
    CHECK(bench.read(kDma + 0x324) == 0);
}

TEST_CASE("the software reset ends a transfer and leaves chip select at rest")
{
    RecorderBench bench;
    bench.vendorInit(kMode);
    bench.set(Smbcr, lengths(1, 0, 32));
    bench.set(Stcsr, 0x100);
    bench.advance(10us);
    CHECK(bench.csa.level() == Level::Low);
    bench.control.write(0);
    CHECK(bench.csa.level() == Level::High);
    CHECK(bench.get(Stcsr) == 0);
    bench.advance(1ms);
    CHECK(bench.lines.rises[kIrq] == 0);
    bench.spi.reset(); // power-up: pads are free again
    CHECK(bench.csa.level() == Level::Floating);
}

TEST_CASE("a snapshot in the middle of an SPI transfer brings all of it back")
{
    RecorderBench bench;
    bench.vendorInit(kMode);
    bench.set(Smbcr, lengths(1, 0, 8));
    bench.set(Stcsr, 0x100);
    bench.advance(125ns * (1 + 15 + 20) + 7ns);
    Snapshot snapshot;
    bench.spi.exchange(snapshot);
    bench.spi.reset();
    bench.recorder.heard.clear();
    snapshot.rewind();
    bench.spi.exchange(snapshot);
    CHECK(bench.csa.level() == Level::Low);
    bench.advance(125ns * (72 - 20 + 1 + 15) - 7ns - 1ns);
    CHECK_FALSE(bench.lines.level[kIrq]);
    bench.advance(1ns);
    CHECK(bench.lines.level[kIrq]);
    CHECK(bench.recorder.heard.size() == 7);
    CHECK(bench.received(Sdir0, 8) == Bytes{0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38});
}

TEST_CASE("random accesses to SPI and DMA neither crash nor stall time")
{
    RecorderBench bench;
    Random random{11, "accesses"};
    const auto number = [&](std::uint64_t below) {
        return static_cast<std::uint32_t>(random.below(below));
    };
    for (int i = 0; i < 20'000; ++i) {
        const std::uint32_t spi = kSpi + number(0x40) * 4;
        const std::uint32_t dma = kDma + (2 + number(2)) * 0x100 + number(0x19) * 4;
        const auto value = static_cast<std::uint32_t>(random.next());
        switch (number(6)) {
        case 0:
            bench.write(spi, value);
            break;
        case 1:
            static_cast<void>(bench.read(spi));
            break;
        case 2:
            bench.write(dma, value);
            break;
        case 3:
            static_cast<void>(bench.read(dma));
            break;
        case 4:
            bench.set(Stcsr, 0x100);
            break;
        default: // ports of the SPI, the DMA's own registers, memory
            bench.write(kDma + (2 + number(2)) * 0x100 + 0x60,
                        std::array{spi, dma, kSysram + number(0x100)}[number(3)]);
            break;
        }
        bench.advance(Duration(number(5'000)));
    }
    CHECK(bench.scheduler.executedEvents() < 10'000'000);
}

} // namespace perisphere::spi_registers_test
