// Two ISUs' I2C with a DMA controller, and the steps of the known drivers.
#pragma once

#include "perisphere/soc/registers/i2c_registers.hpp"

#include "perisphere/soc/registers/dma.hpp"
#include "perisphere/soc/registers/isu_control.hpp"

#include "parts_on_chip.hpp"

#include <numeric>

namespace perisphere::i2c_registers_test
{

using namespace perisphere::engine;
using namespace std::chrono_literals;
using Bytes = std::vector<std::uint8_t>;

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

inline Bytes counted(std::size_t count, std::uint8_t first)
{
    Bytes bytes(count);
    std::iota(bytes.begin(), bytes.end(), first);
    return bytes;
}

} // namespace perisphere::i2c_registers_test
