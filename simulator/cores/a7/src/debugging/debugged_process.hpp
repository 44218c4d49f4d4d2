// A process as GDB's stub sees it, and the stub as the process sees it.
//
// All threads stop together. What the stub does is done between two instructions of the program:
// while the process is stopped by nobody but the stub being served, while it runs between turns.
#pragma once

#include "debugging/debug_listener.hpp"
#include "perisphere/debug/process_target.hpp"
#include "perisphere/debug/target.hpp"
#include "process_impl.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace perisphere::a7
{

class DebuggedProcess final : public debug::Target,
                              public debug::ProcessTarget,
                              public ProcessObserver
{
public:
    explicit DebuggedProcess(Process::Impl& process);
    ~DebuggedProcess() override = default;

    [[nodiscard]] Result<std::uint16_t> listen(std::uint16_t port)
    {
        return m_listener.listen(port);
    }
    void onClient(std::function<void()> listener) { m_listener.onClient(std::move(listener)); }
    [[nodiscard]] Result<std::uint16_t> takeOver(int socket) { return m_listener.takeOver(socket); }

    // debug::Target
    [[nodiscard]] std::string_view name() const override { return "the program"; }
    [[nodiscard]] std::string_view architecture() const override { return "arm"; }
    [[nodiscard]] std::string_view descriptionExtras() const override;
    [[nodiscard]] std::span<const debug::RegisterDescription> registers() const override;
    [[nodiscard]] std::uint64_t readRegister(std::size_t number) const override;
    void writeRegister(std::size_t number, std::uint64_t value) override;
    [[nodiscard]] std::vector<debug::MemoryRegion> memoryMap() const override { return {}; }
    std::size_t readMemory(std::uint32_t address, std::span<std::uint8_t> bytes) const override;
    std::size_t writeMemory(std::uint32_t address, std::span<const std::uint8_t> bytes) override;
    Result<void> setBreakpoint(std::uint32_t address) override;
    void clearBreakpoint(std::uint32_t address) override;
    Result<void> setWatchpoint(const debug::Watchpoint& watch) override;
    void clearWatchpoint(const debug::Watchpoint& watch) override;
    [[nodiscard]] bool isStopped() const override { return m_isStopped; }
    [[nodiscard]] const debug::StopReason& stopReason() const override { return m_reason; }
    void interrupt() override { m_isInterruptAsked = !m_isStopped; }
    Result<void> resume(debug::Resume how) override;
    void onStop(const void* who,
                engine::MoveOnlyFunction<void(const debug::StopReason&)> listener) override;
    void endOnStop(const void* who) override;
    void attach() override {}
    void detach() override {}
    Result<std::string> command(std::string_view line) override;
    [[nodiscard]] debug::ProcessTarget* process() override { return this; }

    // debug::ProcessTarget
    [[nodiscard]] int processId() const override;
    [[nodiscard]] std::vector<int> threads() const override;
    [[nodiscard]] std::string threadName(int thread) const override;
    void selectThread(int thread) override { m_selected = thread; }
    Result<> resumeThreads(std::span<const debug::ThreadAction> actions) override;
    void kill() override;
    Result<> setCodeBreakpoint(std::uint32_t address, bool isThumb) override;
    void passSignals(std::set<int> signals) override { m_passedSignals = std::move(signals); }
    void catchSystemCalls(std::optional<std::set<unsigned>> numbers) override
    {
        m_caughtCalls = std::move(numbers);
    }
    [[nodiscard]] std::string auxiliaryVector() const override;
    [[nodiscard]] std::string executable() const override
    {
        return m_process.options().program.string();
    }
    [[nodiscard]] std::string signalInformation() const override;
    [[nodiscard]] std::string hostPath(const std::string& path) const override
    {
        return m_process.hostPath(path).string();
    }

    // ProcessObserver
    void betweenTurns() override;
    void addDescriptors(std::vector<pollfd>& polled) override { m_listener.addDescriptors(polled); }
    [[nodiscard]] bool mayRun(const Thread& thread) const override
    {
        return !m_held.contains(thread.id);
    }
    Trap run(Thread& thread, std::uint64_t ticks) override;
    void hasRun(Thread& thread) override;
    bool onSignal(Thread& thread, PendingSignal& signal) override;
    void beforeSystemCall(Thread& thread) override;
    void afterSystemCall(Thread& thread) override;
    void onEnd(const ProcessEnd& end) override;

private:
    [[nodiscard]] Cpu& cpu() const { return m_process.cpu(); }
    [[nodiscard]] Thread* selected() const;
    [[nodiscard]] Registers registersOf(const Thread& thread) const;
    void setRegisters(Thread& thread, const Registers& registers);
    Trap runWatched(std::uint64_t ticks);
    void noteWatched();
    void watchesChanged();
    [[nodiscard]] bool isCaught(unsigned number) const;
    void tell(debug::StopReason reason);
    void stop(const Thread& thread, debug::StopReason reason);

    Process::Impl& m_process;

    bool m_isStopped = false;
    bool m_isInterruptAsked = true; ///< before the first instruction
    debug::StopReason m_reason;
    int m_selected = 0;
    std::vector<std::pair<const void*, engine::MoveOnlyFunction<void(const debug::StopReason&)>>>
        m_listeners;

    // How threads go on.
    std::set<int> m_held;
    std::map<int, debug::ThreadAction> m_steps;
    std::map<int, std::uint32_t> m_reportedAt; ///< by thread: the breakpoint it goes on from
    std::optional<debug::StopReason> m_due;    ///< when the instruction's effects are complete
    bool m_hasStepped = false;

    // Signals.
    std::set<int> m_passedSignals;
    std::set<std::pair<int, int>> m_sent;    ///< thread and signal, by a debugger
    const PendingSignal* m_signal = nullptr; ///< of the stop
    int m_chosenSignal = 0;

    std::optional<std::set<unsigned>> m_caughtCalls;
    std::map<std::uint32_t, unsigned> m_breakpoints; ///< how often each is set
    std::vector<debug::Watchpoint> m_watchpoints;
    std::vector<std::vector<std::uint8_t>> m_watchedBytes; ///< of each, before a system call

    DebugListener m_listener; ///< last: its sessions use all of the above when they end
};

} // namespace perisphere::a7
