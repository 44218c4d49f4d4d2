#include "../jail_step.hpp"

#include <cerrno>
#include <csignal>
#include <sys/prctl.h>

namespace perisphere::target
{

/// The kernel ends all processes of the sandbox with its first one.
JailStep dieWithDaemon()
{
    return {.name = "die-with-daemon",
            .layer = "lifetime",
            .why = "apps that go on without the daemon that answers for them",
            .action = "be ended with the daemon",
            .run = [](const JailPlan&, JailContext&) -> JailFailure {
                return {.error = ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 ? 0 : errno};
            }};
}

} // namespace perisphere::target
