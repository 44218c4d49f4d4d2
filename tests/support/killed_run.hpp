// A child process that is killed at a chosen system call: what it leaves at any instant can then be
// looked at, instant by instant.
#pragma once

#include <catch2/catch.hpp>

#include <csignal>
#include <cstddef>
#include <functional>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace perisphere::test
{

struct KilledRun {
    bool hasEnded = false;   ///< by itself, before it came to the call
    std::vector<long> calls; ///< system calls that were made, in order
};

/// The child calls `prepare`, which gives what it does then; that makes `allowed` system calls and
/// is killed before the next one. What it gives back is whether it succeeded. Calls that do not
/// count are neither recorded nor killed at.
inline KilledRun runUntilCall(
    const std::function<std::function<bool()>()>& prepare, std::size_t allowed,
    const std::function<bool(long call)>& counts = [](long) { return true; })
{
    const ::pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        const std::function<bool()> operation = prepare();
        if (!operation || ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0)
            ::_exit(2);
        ::raise(SIGSTOP);
        ::_exit(operation() ? 0 : 1);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFSTOPPED(status));
    REQUIRE(::ptrace(PTRACE_SETOPTIONS, child, nullptr,
                     PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL) == 0);
    KilledRun run;
    for (;;) {
        REQUIRE(::ptrace(PTRACE_SYSCALL, child, nullptr, nullptr) == 0);
        REQUIRE(::waitpid(child, &status, 0) == child);
        if (WIFEXITED(status)) {
            CHECK(WEXITSTATUS(status) == 0);
            run.hasEnded = true;
            return run;
        }
        REQUIRE(WIFSTOPPED(status));
        __ptrace_syscall_info info{};
        if (::ptrace(PTRACE_GET_SYSCALL_INFO, child, sizeof info, &info) <= 0 ||
            info.op != PTRACE_SYSCALL_INFO_ENTRY || !counts(static_cast<long>(info.entry.nr)))
            continue;
        if (run.calls.size() == allowed)
            break;
        run.calls.push_back(static_cast<long>(info.entry.nr));
    }
    ::kill(child, SIGKILL);
    REQUIRE(::waitpid(child, &status, 0) == child);
    return run;
}

} // namespace perisphere::test
