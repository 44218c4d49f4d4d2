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
                for (int capability = 0; ::prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0;
                     ++capability)
                    if (::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0)
                        return {.error = errno, .index = capability};
                return {};
            }};
}

} // namespace perisphere::target
