#include "perisphere/linux/kernel_layers.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <linux/seccomp.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <utility>

namespace perisphere::target
{

KernelLayer systemCallFilter()
{
    KernelLayer layer{.name = "seccomp",
                      .against =
                          "system calls that no app needs, or that the daemon has to decide on",
                      .need = LayerNeed::Always};
    constexpr std::array<std::pair<std::uint32_t, const char*>, 4> kActions{
        {{SECCOMP_RET_ERRNO, "errno"},
         {SECCOMP_RET_KILL_PROCESS, "kill_process"},
         {SECCOMP_RET_LOG, "log"},
         {SECCOMP_RET_USER_NOTIF, "user_notif"}}};
    for (const auto& [action, name] : kActions) {
        const bool isThere = ::syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
        std::string& list = isThere ? layer.found : layer.missing;
        list += fmt::format("{}{}", list.empty() ? "" : ", ", name);
    }
    layer.isOffered = layer.missing.empty();
    if (!layer.isOffered)
        layer.missing = fmt::format("filters cannot {} ({}); build the kernel with "
                                    "CONFIG_SECCOMP_FILTER",
                                    layer.missing, std::strerror(errno));
    return layer;
}

} // namespace perisphere::target
