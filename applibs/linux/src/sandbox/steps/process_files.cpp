#include "../jail_plan.hpp"
#include "../jail_step.hpp"

#include <cerrno>
#include <sys/mount.h>
#include <unistd.h>

namespace perisphere::target
{

/// Only /proc/PID, and of those only the app's own. What else /proc has tells of the machine, and
/// configures it.
JailStep processFiles()
{
    return {.name = "process-files",
            .layer = "pid namespace",
            .why = "sight of other processes, and of the kernel's settings",
            .action = "mount /proc in the sandbox",
            .run = [](const JailPlan& plan, JailContext& context) -> JailFailure {
                const unsigned long readOnly = plan.areProcessFilesWritable ? 0 : MS_RDONLY;
                if (::fchdir(context.view) != 0)
                    return {.error = errno};
                const int failed =
                    ::mount("proc", "proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC | readOnly,
                            "hidepid=invisible,subset=pid");
                return {.error = failed == 0 ? 0 : errno};
            }};
}

} // namespace perisphere::target
