#include "perisphere/linux/kernel_layers.hpp"
#include "probe_process.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <sched.h>

namespace perisphere::target
{
namespace
{

/// Of the others each in a user namespace of its own, as a daemon without privileges makes them.
template <int Flag>
int makeNamespace()
{
    return ::unshare(Flag == CLONE_NEWUSER ? Flag : CLONE_NEWUSER | Flag) == 0 ? 0 : errno;
}

struct NamespaceKind {
    const char* name;
    int (*make)();
};

constexpr std::array<NamespaceKind, 6> kNamespaces{{{"user", makeNamespace<CLONE_NEWUSER>},
                                                    {"mount", makeNamespace<CLONE_NEWNS>},
                                                    {"pid", makeNamespace<CLONE_NEWPID>},
                                                    {"ipc", makeNamespace<CLONE_NEWIPC>},
                                                    {"uts", makeNamespace<CLONE_NEWUTS>},
                                                    {"net", makeNamespace<CLONE_NEWNET>}}};

} // namespace

KernelLayer namespaces()
{
    KernelLayer layer{
        .name = "namespaces",
        .against = "sight of users, files, processes, sockets and networks that are not the app's",
        .need = LayerNeed::Always};
    for (const NamespaceKind& kind : kNamespaces) {
        const int error = tryInChild(kind.make);
        if (error == 0)
            layer.found += fmt::format("{}{}", layer.found.empty() ? "" : ", ", kind.name);
        else
            layer.missing += fmt::format("{}{} ({})", layer.missing.empty() ? "" : ", ", kind.name,
                                         std::strerror(error));
    }
    layer.isOffered = layer.missing.empty();
    if (!layer.isOffered)
        layer.missing += "; see CONFIG_*_NS of the kernel, /proc/sys/user/max_*_namespaces and "
                         "/proc/sys/kernel/unprivileged_userns_clone";
    return layer;
}

} // namespace perisphere::target
