#include "../jail_step.hpp"
#include "../raw_calls.hpp"

namespace perisphere::target
{

/// The daemon has mapped the ids by now. The first process is not the daemon's user any more, nor
/// the app's.
JailStep becomeNamespaceRoot()
{
    return {.name = "namespace-root",
            .layer = "user namespace",
            .why = "a first process that is root on the host, or that the app may send signals to",
            .action = "become the user that the sandbox's files belong to",
            .run = [](const JailPlan&, JailContext&) -> JailFailure {
                return {.error = becomeUser(0)};
            }};
}

} // namespace perisphere::target
