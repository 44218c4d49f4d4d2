#include "../jail_step.hpp"
#include "../raw_calls.hpp"

#include <array>
#include <linux/capability.h>
#include <sys/prctl.h>

namespace perisphere::target
{

/// The change of user has taken most of them off; this says so for all sets, whatever that user
/// was.
JailStep dropCapabilities()
{
    return {.name = "drop-capabilities",
            .layer = "capabilities",
            .why = "what only root may do",
            .action = "give up all capabilities",
            .run = [](const JailPlan&, JailContext&) -> JailFailure {
                __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
                const std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> none{};
                if (::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0 ||
                    ::syscall(SYS_capset, &header, none.data()) != 0)
                    return {.error = errno};
                return {};
            }};
}

} // namespace perisphere::target
