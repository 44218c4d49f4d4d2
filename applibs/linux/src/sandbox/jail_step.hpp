// One step on the way into a sandbox: about one system call, with its reason and its own error.
#pragma once

#include <array>
#include <string>

namespace perisphere::target
{

struct JailPlan;

/// What a process on its way into the sandbox holds.
struct JailContext {
    int messages = -1;           ///< to the daemon; closed by a successful execve
    int status = -1;             ///< the first process tells there how the app ended
    int view = -1;               ///< the root that is being made
    std::array<int, 32> taken{}; ///< of the plan's mounts: without a place yet
};

struct JailFailure {
    int error = 0;  ///< an errno; 0: the step is done
    int index = -1; ///< of what in the plan's list it was; -1: there is none
};

struct JailStep {
    const char* name; ///< "read-only-root"
    const char*
        layer; ///< of the sandbox, by which it is left out where a kernel lacks it: "landlock"
    const char* why;    ///< what it stops, in words
    const char* action; ///< for errors: "make the app's root unchangeable"
    /// Calls only what is async-signal-safe, and allocates nothing: the daemon may have had other
    /// threads.
    JailFailure (*run)(const JailPlan& plan, JailContext& context);
    /// Of the plan's list, what an index is; nullptr: it has none.
    std::string (*object)(const JailPlan& plan, int index) = nullptr;
};

} // namespace perisphere::target
