#include "descriptors.hpp"

#include <cerrno>
#include <cstddef>
#include <linux/gpio.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

namespace perisphere::client
{
namespace
{

/// RLIMIT_NOFILE of an app is far below.
constexpr std::size_t kMaxDescriptors = 1024;
constexpr std::uint32_t kUsesBetweenChecks = 64;

constinit Descriptor g_descriptors[kMaxDescriptors];

Descriptor* entryOf(int descriptor)
{
    return descriptor >= 0 && static_cast<std::size_t>(descriptor) < kMaxDescriptors
               ? &g_descriptors[descriptor]
               : nullptr;
}

/// All line requests, and the kernel's other files without a name, are one file to fstat().
bool isLineRequest(int descriptor)
{
    gpio_v2_line_values values{.bits = 0, .mask = 1};
    return ::ioctl(descriptor, GPIO_V2_LINE_GET_VALUES_IOCTL, &values) == 0 || errno != ENOTTY;
}

bool isFile(int descriptor, const Descriptor& entry)
{
    struct stat status {
    };
    return ::fstat(descriptor, &status) == 0 && status.st_dev == entry.device &&
           status.st_ino == entry.inode;
}

/// Whether the number still stands for the file that was opened. Forgets it otherwise.
bool isSameFile(int descriptor, Descriptor& entry)
{
    const int saved = errno;
    const bool isSame =
        isFile(descriptor, entry) && (entry.api != Api::KernelGpio || isLineRequest(descriptor));
    errno = saved;
    if (!isSame)
        entry.api = Api::None;
    return isSame;
}

} // namespace

bool remember(int descriptor, Api api, protocol::DescriptorKind kind, std::int32_t resource,
              bool isOutput)
{
    Descriptor* const entry = entryOf(descriptor);
    struct stat status {
    };
    if (entry == nullptr) {
        errno = EMFILE;
        return false;
    }
    if (::fstat(descriptor, &status) != 0)
        return false;
    entry->kind = kind;
    entry->isOutput = isOutput;
    entry->resource = resource;
    entry->defaultTarget = 0;
    entry->usesUntilCheck = kUsesBetweenChecks;
    entry->device = status.st_dev;
    entry->inode = status.st_ino;
    entry->api = api;
    return true;
}

Descriptor* find(int descriptor, Api api)
{
    Descriptor* const entry = entryOf(descriptor);
    return entry != nullptr && entry->api == api && isSameFile(descriptor, *entry) ? entry
                                                                                   : nullptr;
}

Descriptor* findGpio(int descriptor)
{
    Descriptor* const entry = entryOf(descriptor);
    if (entry == nullptr || entry->api == Api::KernelGpio)
        return entry; // the kernel looks at each use
    if (entry->api != Api::Gpio)
        return nullptr;
    // Uses by several threads at once may count as one; none of them goes below 1.
    if (const std::uint32_t uses = entry->usesUntilCheck; uses > 1) {
        entry->usesUntilCheck = uses - 1;
        return entry;
    }
    entry->usesUntilCheck = kUsesBetweenChecks;
    return isSameFile(descriptor, *entry) ? entry : nullptr;
}

bool isUnpollable(int descriptor)
{
    Descriptor* const entry = entryOf(descriptor);
    return entry != nullptr && entry->api != Api::None && entry->api != Api::Uart &&
           entry->api != Api::Partner && isSameFile(descriptor, *entry);
}

} // namespace perisphere::client
