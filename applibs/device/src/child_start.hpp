// The child's half of starting a process: between fork and execve.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <sys/types.h>

namespace perisphere::device
{

/// What the child tells its parent when it cannot go on.
struct ChildStartFailure {
    enum class Step : int { ParentIsGone, Descriptors, Limits, Directory, Execute };
    Step step = Step::Execute;
    int error = 0;
};

/// Prepared before the fork: the child may not allocate.
struct ChildStart {
    const char* program = nullptr;
    char* const* arguments = nullptr;
    char* const* environment = nullptr;
    const char* workingDirectory = nullptr;
    std::span<const int> descriptors;
    std::optional<std::uint64_t> maxFileBytes;
    ::pid_t parent = 0;
    int failurePipe = -1; ///< closed by a successful execve
};

/// Calls only what is async-signal-safe: the parent may have had other threads.
[[noreturn]] void becomeProgram(const ChildStart& start);

} // namespace perisphere::device
