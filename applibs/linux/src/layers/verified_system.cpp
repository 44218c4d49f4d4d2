#include "perisphere/base/unique_fd.hpp"
#include "perisphere/linux/kernel_layers.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <linux/dm-ioctl.h>
#include <sys/ioctl.h>

namespace perisphere::target
{
namespace
{

/// Whether device-mapper has the target "verity": a list of dm_target_versions, each of which tells
/// where the next begins. 0, or an errno; ENOENT: it has others only.
int askForVerity()
{
    const UniqueFd control(::open("/dev/mapper/control", O_RDWR | O_CLOEXEC));
    if (!control)
        return errno;
    alignas(dm_ioctl) std::array<char, 16384> buffer{};
    dm_ioctl request{};
    request.version[0] = DM_VERSION_MAJOR;
    request.data_size = buffer.size();
    request.data_start = sizeof request;
    std::memcpy(buffer.data(), &request, sizeof request);
    if (::ioctl(control.get(), DM_LIST_VERSIONS, buffer.data()) != 0)
        return errno;
    for (std::size_t at = sizeof request; at + sizeof(dm_target_versions) < buffer.size();) {
        dm_target_versions one{};
        std::memcpy(&one, buffer.data() + at, sizeof one);
        const std::string_view rest(buffer.data() + at + sizeof one,
                                    buffer.size() - at - sizeof one);
        if (rest.substr(0, rest.find('\0')) == "verity")
            return 0;
        if (one.next == 0)
            break;
        at += one.next;
    }
    return ENOENT;
}

} // namespace

KernelLayer verifiedSystem()
{
    KernelLayer layer{.name = "dm-verity",
                      .against =
                          "changes of the system itself on its medium, where it is made for that",
                      .need = LayerNeed::Better};
    const int error = askForVerity();
    layer.isOffered = error == 0;
    if (layer.isOffered)
        layer.found = "device-mapper with the target verity";
    else
        layer.missing = fmt::format("device-mapper has no target verity ({}): systems and RAUC "
                                    "bundles of that format cannot be used; build the kernel with "
                                    "CONFIG_DM_VERITY, or load the module dm-verity",
                                    std::strerror(error));
    return layer;
}

} // namespace perisphere::target
