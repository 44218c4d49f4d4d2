#include "../jail_plan.hpp"
#include "../jail_step.hpp"
#include "../system_call_policy.hpp"

namespace perisphere::target
{

JailStep filterSystemCalls()
{
    return {.name = "system-call-filter",
            .layer = "seccomp",
            .why = "system calls that no app needs",
            .action = "put up the filter of system calls",
            .run = [](const JailPlan& plan, JailContext&) -> JailFailure {
                return {.error = enterFilter(plan.appFilter)};
            }};
}

} // namespace perisphere::target
