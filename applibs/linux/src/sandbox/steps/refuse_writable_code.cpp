#include "../jail_step.hpp"

#include <cerrno>
#include <sys/prctl.h>

namespace perisphere::target
{

JailStep refuseWritableCode()
{
    return {.name = "refuse-writable-code",
            .layer = "mdwe",
            .why = "code that a program was made to write",
            .action = "refuse memory that is written and executed",
            .run = [](const JailPlan&, JailContext&) -> JailFailure {
                constexpr int kSetMdwe = 65; // Debian 12's header does not have it yet
                constexpr unsigned long kRefuseExecGain = 1;
                return {.error =
                            ::prctl(kSetMdwe, kRefuseExecGain, 0UL, 0UL, 0UL) == 0 ? 0 : errno};
            }};
}

} // namespace perisphere::target
