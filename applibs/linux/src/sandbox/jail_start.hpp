// A sandbox's own half of a start: what its first process and the app's do between the clone and
// the app's execution.
#pragma once

#include "jail_step.hpp"

#include <sys/types.h>

namespace perisphere::target
{

/// What the sandbox tells the daemon.
struct JailMessage {
    enum class Kind : int {
        Started,   ///< comes with the app's pidfd; the app itself goes on
        Failed,    ///< a step
        NoClone,   ///< the app's process could not be made
        NoProgram, ///< execve
    };
    Kind kind = Kind::Failed;
    int step = 0;        ///< in the plan's list
    bool isApps = false; ///< of the app's steps
    JailFailure failure;
};

/// Of the sandbox's first process: goes through the steps once the daemon has sent a byte, makes
/// the app's process, and ends when that has, having told `status` its wait status.
[[noreturn]] void becomeSandbox(const JailPlan& plan, JailContext context);

} // namespace perisphere::target
