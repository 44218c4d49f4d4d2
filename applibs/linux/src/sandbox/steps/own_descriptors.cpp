#include "../jail_plan.hpp"
#include "../jail_step.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace perisphere::target
{

/// They are the first ones.
JailStep ownDescriptors()
{
    return {.name = "own-descriptors",
            .layer = "lifetime",
            .why = "being without its device and its standard streams",
            .action = "give the app its descriptors",
            .run = [](const JailPlan& plan, JailContext& context) -> JailFailure {
                constexpr std::size_t kMost = 16;
                const std::size_t count = plan.descriptors.size();
                std::array<int, kMost> moved{};
                if (count > moved.size())
                    return {.error = E2BIG};
                // First out of the way of the numbers to be taken.
                const auto first = static_cast<int>(count);
                context.messages = ::fcntl(context.messages, F_DUPFD_CLOEXEC, first);
                for (std::size_t i = 0; i < count; ++i)
                    moved[i] = ::fcntl(plan.descriptors[i], F_DUPFD_CLOEXEC, first);
                for (std::size_t i = 0; i < count; ++i)
                    if (moved[i] < 0 || ::dup2(moved[i], static_cast<int>(i)) < 0)
                        return {.error = errno};
                return {};
            }};
}

} // namespace perisphere::target
