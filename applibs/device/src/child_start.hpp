// The child's half of starting a process: between fork and execve.
#pragma once

#include "socket_filter.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <sys/types.h>

namespace perisphere::device
{

/// What the child tells its parent: that it cannot go on, or what became of its guard.
struct ChildStartMessage {
    enum class Step : int {
        ParentIsGone,
        Descriptors,
        Limits,
        Directory,
        Files,
        Execute,
        NoOwnFiles, ///< it goes on without them
        Guarded,    ///< `error` is the listener in the child, or a negative errno; it waits
    };
    Step step = Step::Execute;
    int error = 0;
};

/// A file that the child sees in another one's place.
struct OwnFile {
    const char* source;
    const char* target;
};

/// Of a child whose socket calls are supervised.
struct ChildGuard {
    std::span<const OwnFile> files;
    const char* userMap = nullptr; ///< of the user namespace that the files need
    const char* groupMap = nullptr;
    int goAhead = -1; ///< read from once the parent has the listener
    FileCalls fileCalls = FileCalls::PassUnseen;
};

/// Prepared before the fork: the child may not allocate.
struct ChildStart {
    const char* program = nullptr;
    char* const* arguments = nullptr;
    char* const* environment = nullptr;
    const char* workingDirectory = nullptr;
    std::span<const int> descriptors;
    std::optional<std::uint64_t> maxFileBytes;
    bool canRaiseFileLimit = false;
    const ChildGuard* guard = nullptr; ///< nullptr: none
    int fileRules = -1;                ///< entered before the program is executed; -1: none
    ::pid_t parent = 0;
    int messagePipe = -1; ///< closed by a successful execve
};

/// Calls only what is async-signal-safe: the parent may have had other threads.
[[noreturn]] void becomeProgram(const ChildStart& start);

/// The same without an execution, in a process that is the program already, has one thread, and
/// handles faults of its own (SIGSEGV, SIGBUS), which it goes on to. Returns once the parent has
/// been told that it runs: `descriptors` are then the only ones, `environment` is its environment.
void becomeProgramHere(const ChildStart& start);

} // namespace perisphere::device
