#include "perisphere/base/file.hpp"
#include "perisphere/base/unique_fd.hpp"
#include "perisphere/linux/kernel_layers.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>

namespace perisphere::target
{

KernelLayer rootOfTrust()
{
    constexpr const char* kDevice = "/dev/tpmrm0"; // with the kernel's resource manager
    KernelLayer layer{.name = "tpm",
                      .against = "programs that read the device's private key",
                      .need = LayerNeed::Better};
    const UniqueFd device(::open(kDevice, O_RDWR | O_CLOEXEC));
    layer.isOffered = static_cast<bool>(device);
    if (layer.isOffered)
        layer.found = fmt::format("TPM 2.0 at {}", kDevice);
    else
        layer.missing =
            fmt::format("{} cannot be opened ({}): the device has an identity only where "
                        "its configuration allows a key in a file",
                        kDevice, std::strerror(errno));
    return layer;
}

} // namespace perisphere::target
