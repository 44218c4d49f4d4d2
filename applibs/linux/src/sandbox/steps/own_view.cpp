#include "../jail_plan.hpp"
#include "../jail_step.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

namespace perisphere::target
{
namespace
{

/// The plan's lists one after the other: the index of a failure is in all of them.
std::string viewObjectOf(const JailPlan& plan, int index)
{
    auto at = static_cast<std::size_t>(index);
    if (at < plan.folders.size())
        return "/" + plan.folders[at];
    at -= plan.folders.size();
    if (at < plan.files.size())
        return "/" + plan.files[at].path;
    at -= plan.files.size();
    return at < plan.mounts.size() ? "/" + plan.mounts[at].target : std::string("/");
}

bool makeFile(int root, const char* path, const std::string& text)
{
    const int file =
        ::openat(root, path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0444);
    if (file < 0)
        return false;
    const bool isWritten =
        ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    ::close(file);
    return isWritten;
}

JailFailure makeView(const JailPlan& plan, JailContext& context)
{
    int index = 0;
    // All sources are held by now, so that a folder which each system has can be the place to build
    // at.
    if (::mount("perisphere", "/dev", "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC,
                "mode=755,size=512k,nr_inodes=256") != 0)
        return {.error = errno};
    ::umask(0022);
    context.view = ::open("/dev", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (context.view < 0)
        return {.error = errno};
    for (const std::string& folder : plan.folders) {
        if (::mkdirat(context.view, folder.c_str(), 0755) != 0)
            return {.error = errno, .index = index};
        ++index;
    }
    for (const JailFile& file : plan.files) {
        if (!makeFile(context.view, file.path.c_str(), file.text))
            return {.error = errno, .index = index};
        ++index;
    }
    for (std::size_t i = 0; i < plan.mounts.size(); ++i) {
        if (::move_mount(context.taken[i], "", context.view, plan.mounts[i].target.c_str(),
                         MOVE_MOUNT_F_EMPTY_PATH) != 0)
            return {.error = errno, .index = index};
        ::close(context.taken[i]);
        ++index;
    }
    return {};
}

} // namespace

/// A root in memory with the image, the system's libraries and a few devices, all but the devices
/// unchangeable.
JailStep ownView()
{
    return {.name = "own-view",
            .layer = "mount namespace",
            .why = "sight of files and devices that are not the app's",
            .action = "make the app's view of files, at",
            .run = makeView,
            .object = viewObjectOf};
}

} // namespace perisphere::target
