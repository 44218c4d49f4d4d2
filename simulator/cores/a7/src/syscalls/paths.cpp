#include "paths.hpp"

#include "../file_view.hpp"

#include <sys/stat.h>
#include <unistd.h>

namespace perisphere::a7
{
namespace
{

/// What the kernel would answer on a file system that is mounted read-only, which all are that an
/// app has names in.
int refusalOf(const FileView::Found& found, NameUse use)
{
    switch (use) {
    case NameUse::Look:
        return 0;
    case NameUse::Write: {
        struct stat status {
        };
        return found.isThere && ::stat(found.host.c_str(), &status) == 0 &&
                       (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode))
                   ? EROFS
                   : 0;
    }
    case NameUse::Make:
        return found.isThere ? EEXIST : EROFS;
    case NameUse::Change:
    case NameUse::Remove:
        return found.isThere ? EROFS : ENOENT;
    }
    return EROFS;
}

} // namespace

tl::expected<std::string, int> hostPath(Call& call, const PathAt& path)
{
    const auto text = call.memory.text(call.arg(path.argument));
    if (!text)
        return tl::unexpected(EFAULT);
    if (text->empty()) { // the descriptor itself, where the call allows that; ENOENT otherwise
        const bool isChanged = path.use == NameUse::Change && path.mayBeEmpty;
        const int refusal = isChanged ? refusalToChange(call, path.folder) : 0;
        return refusal == 0 ? tl::expected<std::string, int>("") : tl::unexpected(refusal);
    }
    const FileView* const view = call.process.view();
    if (view == nullptr)
        return call.process.hostPath(*text).string();
    std::string base;
    if (!text->starts_with('/')) {
        const auto folder = view->folderName(path.folder);
        if (!folder)
            return tl::unexpected(folder.error());
        base = *folder;
    }
    auto found = view->find(base, *text, {.followsLast = path.followsLast});
    if (!found)
        return tl::unexpected(found.error());
    if (const int refusal = refusalOf(*found, path.use); refusal != 0)
        return tl::unexpected(refusal);
    return std::move(found->host);
}

std::string nameAt(Call& call, const std::string& host)
{
    const FileView* const view = call.process.view();
    return view == nullptr ? std::string() : view->nameOfHost(host).value_or("");
}

NameUse useOfAccess(int mode)
{
    return (mode & W_OK) != 0 ? NameUse::Write : NameUse::Look;
}

int refusalToChange(Call& call, int fd)
{
    const FileView* const view = call.process.view();
    if (view != nullptr && (fd == AT_FDCWD || view->nameOf(fd)))
        return EROFS;
    // The user's terminal, or the host's /dev/null where root runs the emulator: whom they let in
    // is not for an app to say.
    struct stat status {
    };
    return ::fstat(fd, &status) == 0 && (S_ISCHR(status.st_mode) || S_ISBLK(status.st_mode)) ? EPERM
                                                                                             : 0;
}

} // namespace perisphere::a7
