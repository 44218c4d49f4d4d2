#include "perisphere/linux/kernel_layers.hpp"
#include "probe_process.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <sys/prctl.h>

namespace perisphere::target
{
namespace
{

constexpr int kSetMdwe = 65; ///< PR_SET_MDWE, of Linux 6.3
constexpr unsigned long kRefuseExecGain = 1;

int refuseWritableCode()
{
    return ::prctl(kSetMdwe, kRefuseExecGain, 0UL, 0UL, 0UL) == 0 ? 0 : errno;
}

} // namespace

KernelLayer writeOrExecute()
{
    KernelLayer layer{.name = "mdwe",
                      .against = "code that a program was made to write",
                      .need = LayerNeed::Better};
    const int error = tryInChild(refuseWritableCode);
    layer.isOffered = error == 0;
    if (layer.isOffered)
        layer.found = "memory-deny-write-execute for a process and its children";
    else
        layer.missing =
            fmt::format("PR_SET_MDWE fails ({}); Linux 6.3 has it", std::strerror(error));
    return layer;
}

} // namespace perisphere::target
