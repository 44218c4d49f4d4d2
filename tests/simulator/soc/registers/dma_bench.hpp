// A DMA controller with memory and a peripheral's port.
#pragma once

#include "perisphere/soc/registers/dma.hpp"

#include "fakes.hpp"

#include <functional>
#include <numeric>

namespace perisphere::dma_test
{

using namespace perisphere::engine;
using namespace std::chrono_literals;

constexpr std::uint32_t kDma = 0x21080000;
constexpr std::uint32_t kSysram = test::FakeBusMemory::kSysram;
constexpr std::uint32_t kPort = 0x38070200;

enum Register : std::uint32_t {
    Src = 0x00,
    Dst = 0x04,
    Wppt = 0x08,
    Wpto = 0x0C,
    Count = 0x10,
    Con = 0x14,
    Start = 0x18,
    IntSta = 0x1C,
    AckInt = 0x20,
    Rlct = 0x24,
    PgmAddr = 0x2C,
    FfCnt = 0x38,
    FfSta = 0x3C,
    FfSize = 0x44,
    To = 0x50,
    HwPtr = 0x58,
    SwPtr = 0x5C,
    FixAddr = 0x60,
};

enum Control : std::uint32_t {
    Words = 2,
    Sinc = 1U << 2U,
    Dinc = 1U << 3U,
    Dreq = 1U << 4U,
    HalfEnable = 1U << 13U,
    TimeoutEnable = 1U << 14U,
    Enable = 1U << 15U,
    WrapDestination = 1U << 16U,
    WrapEnable = 1U << 17U,
    ToMemory = 1U << 18U,
};

constexpr std::uint32_t kReload = 1U << 16U;
constexpr std::uint32_t kStr = 1U << 15U;
constexpr std::uint32_t kGlbSta0 = kDma + 0x4000;
constexpr std::uint32_t kGlbSta1 = kDma + 0x4004;
constexpr std::uint32_t kChRst = kDma + 0x4008;

/// A port with a FIFO each way, at kPort.
class Peripheral final : public soc::RegisterBlock
{
public:
    [[nodiscard]] std::string_view name() const override { return "PORT"; }
    [[nodiscard]] std::span<const soc::RegisterInfo> registers() const override
    {
        static constexpr std::array<soc::RegisterInfo, 1> kRegisters{{{.offset = 0, .name = "P"}}};
        return kRegisters;
    }
    std::uint32_t read(std::uint32_t /*offset*/) override
    {
        if (toGive.empty())
            return 0xEE;
        const std::uint32_t value = toGive.front();
        toGive.erase(toGive.begin());
        if (onTraffic)
            onTraffic();
        return value;
    }
    void write(std::uint32_t /*offset*/, std::uint32_t value) override
    {
        taken.push_back(value & 0xFF);
        if (onTraffic)
            onTraffic();
    }
    [[nodiscard]] std::uint32_t peek(std::uint32_t /*offset*/) const override { return 0; }
    void reset() override {}
    void exchange(Snapshot& /*snapshot*/) override {}

    std::vector<std::uint32_t> taken;
    std::vector<std::uint32_t> toGive;
    std::function<void()> onTraffic;
};

struct Bench : test::RegisterBench {
    soc::Dma dma{scheduler, memory, lines};
    Peripheral port;

    Bench()
    {
        map.add(kDma, soc::Dma::kBytes, dma);
        map.add(kPort, 4, port);
        std::iota(memory.sysram.begin(), memory.sysram.begin() + 256, std::uint8_t{0});
        dma.setHclk(100'000'000); // 40 ns a transfer
    }

    static constexpr std::uint32_t at(unsigned channel, std::uint32_t offset)
    {
        return kDma + channel * 0x100 + offset;
    }
    void set(unsigned channel, std::uint32_t offset, std::uint32_t value)
    {
        write(at(channel, offset), value);
    }
    std::uint32_t get(unsigned channel, std::uint32_t offset) { return read(at(channel, offset)); }

    void startCopy(std::uint32_t count, std::uint32_t control)
    {
        set(12, Src, kSysram);
        set(12, Dst, kSysram + 0x4000);
        set(12, Count, count);
        set(12, Con, control);
        set(12, Start, kStr);
    }
    void startHalf(unsigned channel, std::uint32_t count, std::uint32_t control)
    {
        set(channel, PgmAddr, kSysram);
        set(channel, FixAddr, kPort);
        set(channel, Count, count);
        set(channel, Con, control);
        set(channel, Start, kStr);
    }
    void configureRing(unsigned channel, std::uint32_t control, std::uint32_t threshold)
    {
        set(channel, Start, 0);
        set(channel, PgmAddr, kSysram);
        set(channel, FixAddr, kPort);
        set(channel, FfSize, 16);
        set(channel, SwPtr, 0);
        set(channel, Count, threshold);
        set(channel, Con, control);
        set(channel, Start, kStr);
    }
    [[nodiscard]] std::vector<std::uint8_t> bytes(std::uint32_t offset, std::size_t count) const
    {
        const auto begin = memory.sysram.begin() + offset;
        return {begin, begin + static_cast<std::ptrdiff_t>(count)};
    }
};

} // namespace perisphere::dma_test
