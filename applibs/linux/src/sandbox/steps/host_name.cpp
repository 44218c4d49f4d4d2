#include "../jail_plan.hpp"
#include "../jail_step.hpp"

#include <cerrno>
#include <unistd.h>

namespace perisphere::target
{

JailStep hostName()
{
    return {.name = "host-name",
            .layer = "uts namespace",
            .why = "apps that tell devices apart by their names",
            .action = "give the sandbox its name",
            .run = [](const JailPlan& plan, JailContext&) -> JailFailure {
                const int failed = ::sethostname(plan.hostName.data(), plan.hostName.size());
                return {.error = failed == 0 ? 0 : errno};
            }};
}

} // namespace perisphere::target
