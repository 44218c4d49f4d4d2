// A chip with its real-time cores on a bench of parts, in virtual time alone.
#pragma once

#include "../parts/bench.hpp"

#include "perisphere/base/file.hpp"
#include "perisphere/realtime/subsystem.hpp"

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::realtime_test
{

using namespace std::chrono_literals;

/// The bytes of a program of tests/firmware, as built.
inline std::vector<std::uint8_t> firmware(const std::string& name)
{
    const auto bytes = readBinaryFile(std::string(PERISPHERE_FIRMWARE) + "/" + name + ".elf",
                                      std::uint64_t{16} << 20);
    if (!bytes)
        FAIL(bytes.error().toString());
    const auto* const data = reinterpret_cast<const std::uint8_t*>(bytes->data());
    return {data, data + bytes->size()};
}

class SubsystemBench : public parts::Bench
{
public:
    soc::Mt3620 chip{scheduler, netlist, buses};
    std::unique_ptr<realtime::RealTimeSubsystem> cores;
    std::array<std::string, realtime::kCoreCount> output; ///< of the debug UARTs
    std::vector<std::string> notes;

    SubsystemBench()
    {
        auto made = realtime::RealTimeSubsystem::create(
            {.scheduler = scheduler, .chip = chip, .buses = buses, .unmodelled = unmodelled});
        if (!made)
            FAIL(made.error().toString());
        cores = std::move(*made);
    }

    [[nodiscard]] engine::Pin& gpio(unsigned number) { return chip.pads[number]; }

    /// A part that stays, its pins wired: {"SCL", 37} is a GPIO.
    parts::Part& place(const std::string& type,
                       std::initializer_list<std::pair<const char*, unsigned>> wires)
    {
        m_parts.push_back(make(type, "PART" + std::to_string(m_parts.size())));
        parts::Part& part = *m_parts.back();
        for (const auto& [pin, number] : wires)
            wire(parts::pinOf(part, pin), gpio(number));
        return part;
    }

    /// @return the core
    unsigned start(const std::string& name, std::span<const std::uint8_t> program)
    {
        // Cores are taken in their order.
        const unsigned next = cores->core(0).state() == realtime::CoreState::Off ? 0 : 1;
        auto started =
            cores->start({.componentId = name,
                          .fileName = name,
                          .print = [this, next](std::string_view text) { output[next] += text; },
                          .note = [this](std::string text) { notes.push_back(std::move(text)); }},
                         program);
        if (!started)
            FAIL(started.error().toString());
        REQUIRE(*started == next);
        return *started;
    }
    unsigned start(const std::string& name) { return start(name, firmware(name)); }

private:
    std::vector<std::unique_ptr<parts::Part>> m_parts;
};

} // namespace perisphere::realtime_test
