// A core with 192 KiB of RAM at 0x00100000, 64 KiB at 0x22000000, and a bus that the test sees.
#pragma once

#include "perisphere/m4/core.hpp"

#include <catch2/catch.hpp>

#include <cstring>
#include <functional>
#include <initializer_list>
#include <map>
#include <vector>

namespace perisphere::m4_test
{

inline constexpr std::uint32_t kRam = 0x00100000;
inline constexpr std::uint32_t kRamBytes = 192 * 1024;
inline constexpr std::uint32_t kCode = kRam + 0x1000;
inline constexpr std::uint32_t kStackTop = kRam + kRamBytes;
inline constexpr std::uint32_t kDevice = 0x30000000; ///< registers, 64 KiB

class TestBus final : public m4::SystemBus
{
public:
    struct Access {
        std::uint64_t cycle;
        std::uint32_t address;
        unsigned bytes;
        std::uint32_t value;
        bool isWrite;
        bool operator==(const Access&) const = default;
    };

    bool admit(std::uint64_t at) override
    {
        cycle = at;
        return cycle <= admittedUntil;
    }
    std::optional<std::uint32_t> read(std::uint32_t address, unsigned bytes) override
    {
        if (address - kDevice >= 0x10000)
            return std::nullopt;
        const std::uint32_t value = onRead ? onRead(address) : registers[address];
        accesses.push_back({cycle, address, bytes, value, false});
        return value;
    }
    bool write(std::uint32_t address, unsigned bytes, std::uint32_t value) override
    {
        if (address - kDevice >= 0x10000)
            return false;
        registers[address] = value;
        accesses.push_back({cycle, address, bytes, value, true});
        if (onWrite)
            onWrite(address, value);
        return true;
    }
    [[nodiscard]] std::uint64_t limit() const override { return newLimit; }
    void stimulus(unsigned port, std::uint32_t value, unsigned) override
    {
        if (port == 0)
            printed.push_back(static_cast<char>(value));
    }
    void unmodelled(std::uint32_t address) override { unknown.push_back(address); }
    std::optional<std::uint32_t> semihosting(std::uint32_t operation, std::uint32_t) override
    {
        if (!hasSemihosting)
            return std::nullopt;
        operations.push_back(operation);
        return 0x77;
    }

    std::uint64_t cycle = 0;
    std::uint64_t admittedUntil = ~std::uint64_t{0};
    std::uint64_t newLimit = ~std::uint64_t{0};
    bool hasSemihosting = false;
    std::map<std::uint32_t, std::uint32_t> registers;
    std::function<std::uint32_t(std::uint32_t)> onRead;
    std::function<void(std::uint32_t, std::uint32_t)> onWrite;
    std::vector<Access> accesses;
    std::vector<std::uint32_t> unknown;
    std::vector<std::uint32_t> operations;
    std::string printed;
};

struct CoreFixture {
    explicit CoreFixture(const m4::CoreOptions& options = {})
        : space(m4::AddressSpace::create().value())
        , ram(m4::Memory::create(kRamBytes).value())
        , sysram(m4::Memory::create(65536).value())
    {
        REQUIRE(space->map(kRam, *ram, m4::MemoryAccess::ReadWrite));
        REQUIRE(space->map(0x22000000, *sysram, m4::MemoryAccess::ReadWrite));
        core = m4::Core::create(*space, bus, options);
        word(kRam, kStackTop);
        vector(1, kCode);
    }

    void vector(unsigned exception, std::uint32_t handler)
    {
        word(kRam + 4 * exception, handler | 1U);
    }
    void word(std::uint32_t address, std::uint32_t value)
    {
        std::memcpy(space->host(address, 4), &value, 4);
    }
    [[nodiscard]] std::uint32_t word(std::uint32_t address) const
    {
        std::uint32_t value = 0;
        std::memcpy(&value, space->host(address, 4), 4);
        return value;
    }
    void program(std::uint32_t address, std::initializer_list<unsigned> halfwords)
    {
        for (const unsigned half : halfwords) {
            const auto value = static_cast<std::uint16_t>(half);
            std::memcpy(space->host(address, 2), &value, 2);
            address += 2;
        }
    }
    void reset() { core->reset(kRam); }
    m4::Stop run(std::uint64_t cycles = 100'000) { return core->run(core->cycles() + cycles); }
    [[nodiscard]] std::uint32_t r(unsigned number) const
    {
        return core->get(static_cast<m4::Register>(number));
    }

    std::unique_ptr<m4::AddressSpace> space;
    std::unique_ptr<m4::Memory> ram;
    std::unique_ptr<m4::Memory> sysram;
    TestBus bus;
    std::unique_ptr<m4::Core> core;
};

} // namespace perisphere::m4_test
