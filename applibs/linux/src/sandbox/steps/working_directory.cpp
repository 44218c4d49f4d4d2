#include "../jail_plan.hpp"
#include "../jail_step.hpp"

#include <cerrno>
#include <unistd.h>

namespace perisphere::target
{

JailStep workingDirectory()
{
    return {.name = "working-directory",
            .layer = "mount namespace",
            .why = "relative paths that lead elsewhere",
            .action = "enter the image's folder",
            .run = [](const JailPlan& plan, JailContext&) -> JailFailure {
                return {.error = ::chdir(plan.workingDirectory.c_str()) == 0 ? 0 : errno};
            }};
}

} // namespace perisphere::target
