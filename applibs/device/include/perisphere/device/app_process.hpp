// A started app, whatever runs it: a process of the host, an emulated core, a sandbox.
#pragma once

#include "perisphere/base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace perisphere::device
{

/// How an app ended: by itself with a code of 0 to 255, or by a signal.
struct ProcessExit {
    bool bySignal = false;
    int code = 0; ///< the exit code or the signal's number
    bool operator==(const ProcessExit&) const = default;
};

/// "exit code 3", "signal 11 (SIGSEGV)".
[[nodiscard]] std::string describe(const ProcessExit& exit);

/// In KiB, as Application_GetTotalMemoryUsageInKB and its siblings give them.
struct MemoryUse {
    std::uint64_t total = 0;        ///< user mode, and what the kernel holds for the app
    std::uint64_t userMode = 0;     ///< pages of the app's own: heap, stacks, written data
    std::uint64_t peakUserMode = 0; ///< the largest userMode since the app started
};

/// Destroying it ends the app as kill() does and leaves no zombie.
class AppProcess
{
public:
    virtual ~AppProcess() = default;

    /// Becomes readable when the app has ended. Owned by this object.
    [[nodiscard]] virtual int exitDescriptor() const = 0;

    /// How the app ended, once it has; nullopt while it runs. Ends what it left running.
    [[nodiscard]] virtual std::optional<ProcessExit> takeExit() = 0;

    virtual void terminate() = 0; ///< asks it to end: SIGTERM
    virtual void kill() = 0;      ///< ends it and all it started: SIGKILL

    /// NotFound when the app has ended; Unsupported where memory cannot be told.
    [[nodiscard]] virtual Result<MemoryUse> memory() = 0;

    /// Where an app that has crashed was, innermost first, a line for each function; empty where
    /// that cannot be told. After takeExit().
    [[nodiscard]] virtual std::vector<std::string> backtrace() { return {}; }

    /// What a debugger on the host attaches to; 0 where there is no such process.
    [[nodiscard]] virtual ::pid_t processId() const { return 0; }
};

} // namespace perisphere::device
