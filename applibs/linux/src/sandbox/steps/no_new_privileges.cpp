#include "../jail_step.hpp"

#include <cerrno>
#include <sys/prctl.h>

namespace perisphere::target
{

/// Filters of system calls and Landlock want it as well.
JailStep noNewPrivileges()
{
    return {.name = "no-new-privileges",
            .layer = "no_new_privs",
            .why = "programs that give their rights to who executes them",
            .action = "set no_new_privs",
            .run = [](const JailPlan&, JailContext&) -> JailFailure {
                return {.error = ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 ? 0 : errno};
            }};
}

} // namespace perisphere::target
