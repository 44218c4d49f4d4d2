#include "perisphere/linux/kernel_layers.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <sys/syscall.h>
#include <unistd.h>

namespace perisphere::target
{

/// landlock_create_ruleset(2) tells the version of its interface; what each has added is in the
/// kernel's Documentation/userspace-api/landlock.rst.
KernelLayer landlock()
{
    constexpr unsigned kVersionFlag = 1;
    KernelLayer layer{
        .name = "landlock",
        .against =
            "reach of files, TCP ports and sockets that are not the app's, should a namespace leak",
        .need = LayerNeed::Always};
    const long version = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, kVersionFlag);
    if (version < 0) {
        layer.missing = errno == EOPNOTSUPP
                            ? "it is in the kernel and not switched on; add it to the lsm= list of "
                              "the kernel's command line"
                            : fmt::format("the kernel does not have it ({}); build it with "
                                          "CONFIG_SECURITY_LANDLOCK",
                                          std::strerror(errno));
        return layer;
    }
    constexpr std::array<const char*, 7> kAdded{"files",
                                                "moving files between folders",
                                                "truncation",
                                                "TCP ports",
                                                "ioctls of devices",
                                                "abstract sockets and signals",
                                                "denials in the audit log"};
    layer.isOffered = true;
    layer.found = fmt::format("version {}: ", version);
    for (std::size_t i = 0; i < kAdded.size(); ++i)
        if (static_cast<long>(i) < version)
            layer.found += fmt::format("{}{}", i == 0 ? "" : ", ", kAdded[i]);
    constexpr long kTcp = 4;
    if (version < kTcp)
        layer.missing = fmt::format("version {} knows no ports, which the packet filter alone "
                                    "guards then",
                                    version);
    return layer;
}

} // namespace perisphere::target
