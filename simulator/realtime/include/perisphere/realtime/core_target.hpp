// A real-time core as debuggers see it.
#pragma once

#include "perisphere/debug/target.hpp"
#include "perisphere/realtime/real_time_core.hpp"

#include <utility>
#include <vector>

namespace perisphere::realtime
{

/// Machine thread only.
class CoreTarget final : public debug::Target
{
public:
    explicit CoreTarget(RealTimeCore& core)
        : m_core(core)
    {
    }

    /// From the core's observer.
    void coreStopped(m4::Stop reason);
    /// Who waits for a stop need not wait any longer.
    void programEnded();
    /// What is recorded for going back, also while no debugger is there. Of one program.
    void keepHistory(bool isKept);

    [[nodiscard]] std::string_view name() const override { return m_core.name(); }
    [[nodiscard]] std::string_view architecture() const override { return "armv7e-m"; }
    [[nodiscard]] std::span<const debug::RegisterDescription> registers() const override;
    [[nodiscard]] std::uint64_t readRegister(std::size_t number) const override;
    void writeRegister(std::size_t number, std::uint64_t value) override;
    [[nodiscard]] std::vector<debug::MemoryRegion> memoryMap() const override;
    std::size_t readMemory(std::uint32_t address, std::span<std::uint8_t> bytes) const override;
    std::size_t writeMemory(std::uint32_t address, std::span<const std::uint8_t> bytes) override;
    Result<void> setBreakpoint(std::uint32_t address) override;
    void clearBreakpoint(std::uint32_t address) override;
    Result<void> setWatchpoint(const debug::Watchpoint& watch) override;
    void clearWatchpoint(const debug::Watchpoint& watch) override;
    [[nodiscard]] bool isStopped() const override;
    [[nodiscard]] const debug::StopReason& stopReason() const override { return m_reason; }
    void interrupt() override;
    Result<void> resume(debug::Resume how) override;
    void onStop(const void* who,
                engine::MoveOnlyFunction<void(const debug::StopReason&)> listener) override;
    void endOnStop(const void* who) override;
    void attach() override;
    void detach() override;
    Result<std::string> command(std::string_view line) override;

private:
    [[nodiscard]] std::optional<std::uint8_t> byteAt(std::uint32_t address) const;
    void stop(debug::StopReason reason);
    void travel(CoreRecording::End end, debug::StopReason::Kind whenReached);
    [[nodiscard]] debug::StopReason reasonOfTravel() const;
    void applyWatches();

    RealTimeCore& m_core;
    debug::StopReason m_reason;
    std::vector<std::pair<std::uint32_t, unsigned>> m_breakpoints; ///< how often each is set
    std::vector<debug::Watchpoint> m_watchpoints;
    std::vector<std::pair<const void*, engine::MoveOnlyFunction<void(const debug::StopReason&)>>>
        m_listeners;
    unsigned m_debuggers = 0;
    bool m_keepsHistory = false;
};

} // namespace perisphere::realtime
