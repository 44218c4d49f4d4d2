// The clock of an emulated program: the host's, or that of the device it runs on.
//
// On a device's clock time passes with the instructions that the processor executes, and with what
// the device grants (clock_link.hpp). Nothing of the host's pace can be seen in it.
#pragma once

#include "perisphere/base/unique_fd.hpp"
#include "perisphere/protocol/clock_link.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace perisphere::a7
{

using Instant = std::chrono::nanoseconds; ///< of CLOCK_MONOTONIC as the program sees it

class Clock
{
public:
    /// The host's.
    Clock() = default;
    /// That of the device at the other end of the link.
    explicit Clock(UniqueFd link)
        : m_link(std::move(link))
    {
    }

    [[nodiscard]] bool isVirtual() const { return static_cast<bool>(m_link); }
    [[nodiscard]] int descriptor() const { return m_link.get(); }

    /// What so many take on a device's clock.
    [[nodiscard]] static Instant durationOf(std::uint64_t instructions);
    /// What is done in that time, rounded up; of a long time, of ten seconds of it.
    [[nodiscard]] static std::uint64_t instructionsIn(Instant time);

    // `instructions`: that the processor has executed since it started, calls counted in.

    [[nodiscard]] Instant now(std::uint64_t instructions) const;
    /// Since the epoch.
    [[nodiscard]] Instant realTime(std::uint64_t instructions) const
    {
        return now(instructions) + m_realTime;
    }
    /// Sets it, for this program alone.
    void setRealTime(std::uint64_t instructions, Instant time)
    {
        m_realTime = time - now(instructions);
    }
    /// How many more bring the clock to `time`; 0 when it is there.
    [[nodiscard]] std::uint64_t instructionsUntil(Instant time, std::uint64_t instructions) const;
    /// Where the device wants to hear of the program next.
    [[nodiscard]] Instant granted() const { return m_until; }
    /// Of the program's random numbers; what the first grant said.
    [[nodiscard]] std::uint64_t seed() const { return m_seed; }

    /// Of the memory that all apps of the device share, as the last grant said.
    struct MemoryGrant {
        std::optional<std::uint64_t> mayUse; ///< bytes; none: nobody holds the program to any
        std::uint64_t ofOthers = 0;          ///< bytes that other apps use
        std::string others;                  ///< who they are, in words
    };
    [[nodiscard]] const MemoryGrant& memory() const { return m_memory; }
    /// What the program uses, in bytes, for the next reports.
    void setMemoryUse(std::uint64_t bytes) { m_memoryUse = bytes; }

    /// false: the device is gone.
    [[nodiscard]] bool report(protocol::ClockReport::Kind kind, std::uint64_t instructions,
                              std::optional<Instant> wakeAt = std::nullopt);
    /// Waits for the next grant. false: the device is gone.
    [[nodiscard]] bool awaitGrant(std::uint64_t instructions);

private:
    UniqueFd m_link;
    Instant m_base{};           ///< of the last grant ...
    std::uint64_t m_baseAt = 0; ///< ... which came at that number of instructions
    Instant m_until{};
    Instant m_realTime{};
    std::uint64_t m_seed = 0;
    bool m_hasBegun = false;
    MemoryGrant m_memory;
    std::uint64_t m_memoryUse = 0;
};

} // namespace perisphere::a7
