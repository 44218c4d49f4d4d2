#include "../jail_plan.hpp"
#include "../jail_step.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/mount.h>
#include <unistd.h>

namespace perisphere::target
{
namespace
{

std::uint64_t attributesOf(const JailMount& mount)
{
    constexpr std::uint64_t kAlways = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID;
    return mount.kind == JailMount::Kind::Device ? kAlways | MOUNT_ATTR_NOEXEC
                                                 : kAlways | MOUNT_ATTR_NODEV;
}

/// A mount of its own of what the host has there, without a place yet.
int takeFromHost(const JailMount& mount)
{
    const int taken = ::open_tree(AT_FDCWD, mount.source.c_str(),
                                  OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE);
    if (taken < 0)
        return -1;
    mount_attr attributes{};
    attributes.attr_set = attributesOf(mount);
    if (::mount_setattr(taken, "", AT_EMPTY_PATH | AT_RECURSIVE, &attributes, sizeof attributes) ==
        0)
        return taken;
    const int error = errno;
    ::close(taken);
    errno = error;
    return -1;
}

JailFailure takeAll(const JailPlan& plan, JailContext& context)
{
    // What is mounted from here on is this namespace's alone.
    if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
        return {.error = errno};
    if (plan.mounts.size() > context.taken.size())
        return {.error = E2BIG};
    for (std::size_t i = 0; i < plan.mounts.size(); ++i) {
        context.taken[i] = takeFromHost(plan.mounts[i]);
        if (context.taken[i] < 0)
            return {.error = errno, .index = static_cast<int>(i)};
    }
    return {};
}

} // namespace

/// Still as the daemon's user, though without its capabilities: where images are, nobody else need
/// have access.
JailStep takeSources()
{
    return {.name = "take-sources",
            .layer = "mount namespace",
            .why = "changes of the image and of the system, and programs there that give rights",
            .action = "take from the host, unchangeably,",
            .run = takeAll,
            .object = [](const JailPlan& plan, int index) {
                return plan.mounts[static_cast<std::size_t>(index)].source;
            }};
}

} // namespace perisphere::target
