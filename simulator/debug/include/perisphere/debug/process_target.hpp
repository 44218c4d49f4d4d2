// What a debugger can do with a process of Linux beyond what it can do with a bare core: threads,
// signals, system calls, files.
#pragma once

#include "perisphere/base/result.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace perisphere::debug
{

/// What becomes of threads when a stopped process goes on.
struct ThreadAction {
    enum class How : std::uint8_t {
        Continue,
        Step,
        StepOutOf, ///< steps while the pc is in `begin` to below `end`
    };
    static constexpr int kAll = -1;
    int thread = kAll;
    How how = How::Continue;
    int signal = 0; ///< Linux's number, of which the thread is told; 0: of none
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

/// Of a Target that is a process. All signals here have Linux's numbers.
class ProcessTarget
{
public:
    ProcessTarget() = default;
    ProcessTarget(const ProcessTarget&) = delete;
    ProcessTarget& operator=(const ProcessTarget&) = delete;
    virtual ~ProcessTarget() = default;

    [[nodiscard]] virtual int processId() const = 0;
    /// Ascending. Empty when the process is over.
    [[nodiscard]] virtual std::vector<int> threads() const = 0;
    [[nodiscard]] virtual std::string threadName(int thread) const = 0;
    /// Whose registers Target::readRegister() and writeRegister() mean from now on. One that is
    /// not there: the one that stopped last.
    virtual void selectThread(int thread) = 0;

    /// Each thread does what the first action says that names it or all; the others are held.
    virtual Result<> resumeThreads(std::span<const ThreadAction> actions) = 0;
    /// The process dies of SIGKILL.
    virtual void kill() = 0;

    /// The processor has two instruction sets, and a breakpoint is an instruction of one.
    virtual Result<> setCodeBreakpoint(std::uint32_t address, bool isThumb) = 0;

    /// Signals of which the program is told without a stop.
    virtual void passSignals(std::set<int> signals) = 0;
    /// Stops at these system calls, before and after; at all if the set is empty, at none without
    /// one.
    virtual void catchSystemCalls(std::optional<std::set<unsigned>> numbers) = 0;

    /// The auxiliary vector, as the program was given it.
    [[nodiscard]] virtual std::string auxiliaryVector() const = 0;
    /// The program's path, as the process sees it.
    [[nodiscard]] virtual std::string executable() const = 0;
    /// siginfo_t of the signal for which the thread that is selected stopped; empty: none.
    [[nodiscard]] virtual std::string signalInformation() const = 0;
    /// Where the process' file is on this machine; empty where the process does not see it.
    [[nodiscard]] virtual std::string hostPath(const std::string& path) const = 0;
};

} // namespace perisphere::debug
