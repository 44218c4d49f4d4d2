#include "../jail_step.hpp"
#include "../raw_calls.hpp"

#include <sys/mount.h>

namespace perisphere::target
{

/// The host's root lands on top of the new one, and is taken away from there: nothing leads back to
/// it.
JailStep enterRoot()
{
    return {.name = "enter-root",
            .layer = "mount namespace",
            .why = "ways back to the host's files, which a mere chroot leaves",
            .action =
                "enter the sandbox's root (which a system that still runs in its initramfs cannot)",
            .run = [](const JailPlan&, JailContext& context) -> JailFailure {
                if (::fchdir(context.view) != 0 || ::syscall(SYS_pivot_root, ".", ".") != 0 ||
                    ::umount2(".", MNT_DETACH) != 0 || ::chdir("/") != 0)
                    return {.error = errno};
                ::close(context.view);
                context.view = -1;
                return {};
            }};
}

} // namespace perisphere::target
