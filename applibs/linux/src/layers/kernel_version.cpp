#include "perisphere/linux/kernel_layers.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstring>
#include <sys/utsname.h>

namespace perisphere::target
{

/// 5.19 is the first that has all system calls which the sandbox makes: Landlock with file
/// references between folders, and seccomp notifications that wait killably.
KernelLayer kernelVersion()
{
    constexpr int kMajor = 5;
    constexpr int kMinor = 19;
    KernelLayer layer{.name = "kernel",
                      .against = "mistakes in it that are mended since",
                      .need = LayerNeed::Always};
    utsname names{};
    if (::uname(&names) != 0) {
        layer.missing = fmt::format("it does not tell its version ({})", std::strerror(errno));
        return layer;
    }
    layer.found = fmt::format("{} {}, {}", names.sysname, names.release, names.machine);
    const char* const end = names.release + std::strlen(names.release);
    int major = 0;
    int minor = 0;
    const auto dot = std::from_chars(names.release, end, major);
    if (dot.ptr != end)
        (void)std::from_chars(dot.ptr + 1, end, minor);
    layer.isOffered = major > kMajor || (major == kMajor && minor >= kMinor);
    if (!layer.isOffered)
        layer.missing = fmt::format("it is older than {}.{}; install a newer one", kMajor, kMinor);
    return layer;
}

} // namespace perisphere::target
