#include "../jail_step.hpp"

#include <cerrno>
#include <sys/prctl.h>

namespace perisphere::target
{

JailStep emptyBoundingSet()
{
    return {.name = "empty-bounding-set",
            .layer = "capabilities",
            .why = "capabilities that a program would bring along",
            .action = "empty the set of capabilities that can be had",
            .run = [](const JailPlan&, JailContext&) -> JailFailure {
                // Up to the last one that this kernel has.
                int capability = 0;
                while (::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0)
                    ++capability;
                if (errno != EINVAL || capability == 0)
                    return {.error = errno};
                return {};
            }};
}

} // namespace perisphere::target
