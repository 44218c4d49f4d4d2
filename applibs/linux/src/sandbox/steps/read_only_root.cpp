#include "../jail_step.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/mount.h>

namespace perisphere::target
{

JailStep readOnlyRoot()
{
    return {.name = "read-only-root",
            .layer = "read-only root",
            .why = "files and device nodes that an app makes, and memory that they take",
            .action = "make the sandbox's root unchangeable",
            .run = [](const JailPlan&, JailContext& context) -> JailFailure {
                mount_attr attributes{};
                attributes.attr_set = MOUNT_ATTR_RDONLY;
                const int failed = ::mount_setattr(context.view, "", AT_EMPTY_PATH, &attributes,
                                                   sizeof attributes);
                return {.error = failed == 0 ? 0 : errno};
            }};
}

} // namespace perisphere::target
