#include "perisphere/linux/kernel_layers.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

namespace perisphere::target
{
namespace
{

/// Each says what it can do once it is in the kernel, as a module or not.
std::vector<std::string> fileSystemsWithVerity()
{
    std::vector<std::string> found;
    for (const char* const name : {"ext4", "f2fs", "btrfs"}) {
        std::error_code ignored;
        const auto feature = std::filesystem::path("/sys/fs") / name / "features/verity";
        if (std::filesystem::exists(feature, ignored))
            found.emplace_back(name);
    }
    return found;
}

} // namespace

KernelLayer verifiedImages()
{
    KernelLayer layer{.name = "fs-verity",
                      .against = "changes of an installed image on its medium, at each read",
                      .need = LayerNeed::Better};
    const auto found = fileSystemsWithVerity();
    layer.isOffered = !found.empty();
    if (layer.isOffered)
        layer.found = fmt::format("of {}", fmt::join(found, ", "));
    else
        layer.missing = "no file system in use has it: an image is verified when it is installed "
                        "and when the daemon starts; build the kernel with CONFIG_FS_VERITY, and "
                        "have the daemon's state on ext4, f2fs or btrfs";
    return layer;
}

} // namespace perisphere::target
