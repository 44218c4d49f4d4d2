#include "../jail_plan.hpp"
#include "../jail_step.hpp"

#include <algorithm>
#include <cerrno>
#include <string>

namespace perisphere::target
{

JailStep limits()
{
    return {.name = "limits",
            .layer = "limits",
            .why = "descriptors, processes, locked memory and files without end",
            .action = "set the limit with the number (RLIMIT_... of bits/resource.h)",
            .run = [](const JailPlan& plan, JailContext&) -> JailFailure {
                for (const JailLimit& limit : plan.limits) {
                    const auto resource = static_cast<__rlimit_resource_t>(limit.resource);
                    rlimit current{};
                    if (::getrlimit(resource, &current) != 0)
                        return {.error = errno, .index = limit.resource};
                    // In this order: rlim_t may be the narrower one.
                    const auto value = static_cast<::rlim_t>(
                        std::min(limit.value, std::uint64_t{current.rlim_max}));
                    const rlimit wanted{.rlim_cur = value, .rlim_max = value};
                    if (::setrlimit(resource, &wanted) != 0)
                        return {.error = errno, .index = limit.resource};
                }
                return {};
            },
            .object = [](const JailPlan&, int index) { return std::to_string(index); }};
}

} // namespace perisphere::target
