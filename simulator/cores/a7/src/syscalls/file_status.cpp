#include "file_status.hpp"

#include "../file_view.hpp"
#include "../guest_structs.hpp"

#include <sys/sysmacros.h>

namespace perisphere::a7
{
namespace
{

constexpr unsigned kMiscellaneous = 10; ///< the major number of devices that have none of their own
constexpr unsigned kBlock = 4096;

bool isNode(std::string_view name)
{
    return name.starts_with("/dev/");
}

bool isInTree(std::string_view name)
{
    return !name.empty();
}

/// The host makes numbers there anew, as often as it likes. FNV-1a.
std::uint64_t numberInProc(std::string_view name)
{
    std::uint32_t hash = 0x811C9DC5U;
    for (const char one : name)
        hash = (hash ^ static_cast<std::uint8_t>(one)) * 0x01000193U;
    return hash | 0x80000000U; // apart from those that are counted
}

Instant instantOfStamp(const timespec& time)
{
    return instantOf(time.tv_sec, time.tv_nsec);
}

timespec stampSpecOf(Instant time)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    return {.tv_sec = seconds.count(), .tv_nsec = (time - seconds).count()};
}

/// An image has no times. What the program has written has been stamped (file_stamps.cpp), and
/// pipes, sockets and the like are as new as the question.
Instant stampOf(Call& call, std::string_view name, const struct stat& status)
{
    if (isInTree(name) && !name.starts_with("/proc/"))
        return {};
    return S_ISREG(status.st_mode) && !isInTree(name) ? instantOfStamp(status.st_mtim)
                                                      : call.process.realTime();
}

} // namespace

void tellAsDevice(Call& call, std::string_view name, int fd, struct stat& status)
{
    FileView* const view = call.process.view();
    if (view == nullptr)
        return;
    const auto known = name.empty() && fd >= 0 ? view->nameOf(fd) : std::nullopt;
    if (known)
        name = *known;
    const Node node = fd >= 0 ? call.process.descriptors().nodeOf(fd) : Node();
    const std::uint64_t number = name.starts_with("/proc/")
                                     ? numberInProc(name)
                                     : view->fileNumber(status.st_dev, status.st_ino);
    const timespec stamp = stampSpecOf(stampOf(call, name, status));
    status.st_atim = status.st_mtim = status.st_ctim = stamp;
    status.st_dev = isInTree(name) ? 1 : 2;
    status.st_ino = number;
    status.st_blksize = kBlock;
    if (S_ISDIR(status.st_mode)) {
        status.st_size = 0;
        status.st_nlink = 1;
    }
    constexpr unsigned kSector = 512;
    status.st_blocks = (status.st_size + kSector - 1) / kSector;
    if (isInTree(name)) { // whoever runs the simulator
        status.st_uid = 0;
        status.st_gid = 0;
    }
    if (node.kind != NodeKind::None || (isNode(name) && S_ISREG(status.st_mode))) {
        status.st_mode = S_IFCHR | 0666;
        status.st_rdev = makedev(kMiscellaneous, static_cast<unsigned>(number));
    }
}

void tellAsDevice(Call& call, std::string_view name, int fd, struct statx& status)
{
    if (call.process.view() == nullptr)
        return;
    struct stat plain {
    };
    plain.st_dev = makedev(status.stx_dev_major, status.stx_dev_minor);
    plain.st_ino = status.stx_ino;
    plain.st_mode = status.stx_mode;
    plain.st_nlink = status.stx_nlink;
    plain.st_uid = status.stx_uid;
    plain.st_gid = status.stx_gid;
    plain.st_size = static_cast<off_t>(status.stx_size);
    plain.st_rdev = makedev(status.stx_rdev_major, status.stx_rdev_minor);
    plain.st_mtim = {.tv_sec = status.stx_mtime.tv_sec, .tv_nsec = status.stx_mtime.tv_nsec};
    tellAsDevice(call, name, fd, plain);
    statx_timestamp stamp{};
    stamp.tv_sec = plain.st_mtim.tv_sec;
    stamp.tv_nsec = static_cast<std::uint32_t>(plain.st_mtim.tv_nsec);
    status.stx_atime = status.stx_mtime = status.stx_ctime = stamp;
    status.stx_btime = {};
    status.stx_mask &= ~std::uint32_t{STATX_BTIME};
    status.stx_dev_major = major(plain.st_dev);
    status.stx_dev_minor = minor(plain.st_dev);
    status.stx_ino = plain.st_ino;
    status.stx_mode = static_cast<std::uint16_t>(plain.st_mode);
    status.stx_nlink = static_cast<std::uint32_t>(plain.st_nlink);
    status.stx_uid = plain.st_uid;
    status.stx_gid = plain.st_gid;
    status.stx_size = static_cast<std::uint64_t>(plain.st_size);
    status.stx_blocks = static_cast<std::uint64_t>(plain.st_blocks);
    status.stx_blksize = kBlock;
    status.stx_rdev_major = major(plain.st_rdev);
    status.stx_rdev_minor = minor(plain.st_rdev);
}

} // namespace perisphere::a7
