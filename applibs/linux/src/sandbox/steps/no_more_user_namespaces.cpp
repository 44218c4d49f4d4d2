#include "../jail_step.hpp"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace perisphere::target
{

/// The file is each user namespace's own, and what is in it holds for all below.
JailStep noMoreUserNamespaces()
{
    return {.name = "no-more-user-namespaces",
            .layer = "user namespace",
            .why = "apps that get capabilities, and with them much of the kernel, in a namespace "
                   "of their own",
            .action = "write 0 to /proc/sys/user/max_user_namespaces",
            .run = [](const JailPlan&, JailContext&) -> JailFailure {
                const int file = ::open("/proc/sys/user/max_user_namespaces", O_WRONLY | O_CLOEXEC);
                if (file < 0)
                    return {.error = errno};
                const int error = ::write(file, "0", 1) == 1 ? 0 : errno;
                ::close(file);
                return {.error = error};
            }};
}

} // namespace perisphere::target
