#include "../jail_plan.hpp"
#include "../jail_step.hpp"
#include "../raw_calls.hpp"

namespace perisphere::target
{

/// Not the first process's user, whose files the root is made of.
JailStep becomeAppUser()
{
    return {.name = "app-user",
            .layer = "own user",
            .why = "files and processes of other users, other apps among them",
            .action = "become the app's user",
            .run = [](const JailPlan& plan, JailContext&) -> JailFailure {
                return {.error = becomeUser(plan.appUser)};
            }};
}

} // namespace perisphere::target
