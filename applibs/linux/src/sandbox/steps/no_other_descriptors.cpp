#include "../jail_plan.hpp"
#include "../jail_step.hpp"

#include <cerrno>
#include <linux/close_range.h>
#include <unistd.h>

namespace perisphere::target
{

/// They close when the app is executed.
JailStep noOtherDescriptors()
{
    return {.name = "no-other-descriptors",
            .layer = "descriptors",
            .why = "what the daemon has open: files, other apps' sockets, ways to the network",
            .action = "keep the daemon's descriptors from the app",
            .run = [](const JailPlan& plan, JailContext&) -> JailFailure {
                const auto first = static_cast<unsigned>(plan.descriptors.size());
                return {.error = ::close_range(first, ~0U, CLOSE_RANGE_CLOEXEC) == 0 ? 0 : errno};
            }};
}

} // namespace perisphere::target
