// What register blocks stand between: a memory, interrupt lines that remember, registers at
// addresses.
#pragma once

#include "perisphere/engine/unmodelled.hpp"
#include "perisphere/soc/registers/lines.hpp"
#include "perisphere/soc/registers/register_map.hpp"

#include "../chip.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace perisphere::test
{

class FakeLines final : public soc::InterruptLines
{
public:
    void set(unsigned interrupt, bool isHigh) override
    {
        rises[interrupt] += isHigh && !level[interrupt] ? 1 : 0;
        level[interrupt] = isHigh;
    }
    void pulse(unsigned interrupt) override { ++rises[interrupt]; }

    std::array<bool, 80> level{};
    std::array<int, 80> rises{};
};

/// SYSRAM, and the registers of a map.
class FakeBusMemory final : public soc::BusMemory
{
public:
    static constexpr std::uint32_t kSysram = 0x22000000;

    explicit FakeBusMemory(soc::RegisterMap& map)
        : m_map(map)
    {
    }

    bool read(std::uint32_t address, unsigned bytes, std::uint32_t& value) override
    {
        if (const auto got = m_map.read(address, bytes, kOrigin)) {
            value = *got;
            return true;
        }
        if (address < kSysram || address - kSysram > sysram.size() - bytes)
            return false;
        value = 0;
        for (unsigned i = 0; i < bytes; ++i)
            value |= std::uint32_t{sysram[address - kSysram + i]} << (8 * i);
        return true;
    }

    bool write(std::uint32_t address, unsigned bytes, std::uint32_t value) override
    {
        if (m_map.write(address, bytes, value, kOrigin))
            return true;
        if (address < kSysram || address - kSysram > sysram.size() - bytes)
            return false;
        for (unsigned i = 0; i < bytes; ++i)
            sysram[address - kSysram + i] = static_cast<std::uint8_t>(value >> (8 * i));
        return true;
    }

    std::vector<std::uint8_t> sysram = std::vector<std::uint8_t>(0x10000);

private:
    static constexpr soc::AccessOrigin kOrigin{.core = "DMA", .pc = 0};
    soc::RegisterMap& m_map;
};

/// A chip with the bus of one real-time core, without the core.
struct RegisterBench : Chip {
    engine::UnmodelledAccesses unmodelled{scheduler};
    soc::RegisterMap map{unmodelled};
    FakeBusMemory memory{map};
    FakeLines lines;

    std::uint32_t read(std::uint32_t address, unsigned bytes = 4)
    {
        const auto value = map.read(address, bytes, kOrigin);
        REQUIRE(value);
        return *value;
    }
    void write(std::uint32_t address, std::uint32_t value)
    {
        REQUIRE(map.write(address, 4, value, kOrigin));
    }
    void setBits(std::uint32_t address, std::uint32_t bits)
    {
        write(address, read(address) | bits);
    }
    void clearBits(std::uint32_t address, std::uint32_t bits)
    {
        write(address, read(address) & ~bits);
    }

    /// Runs what is due until the condition holds; fails when nothing is left to run.
    template <class Condition>
    void runUntil(Condition condition)
    {
        while (!condition()) {
            REQUIRE(scheduler.nextEventAt() != engine::kNever);
            REQUIRE(scheduler.run(scheduler.nextEventAt()));
        }
    }

    static constexpr soc::AccessOrigin kOrigin{.core = "real-time core 0", .pc = 0x100234};
};

} // namespace perisphere::test
