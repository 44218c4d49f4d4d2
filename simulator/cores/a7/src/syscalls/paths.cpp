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
    const FileView* const view = call.process.view();
    if (view == nullptr)
        return call.process.hostPath(*text).string();
    if (text->empty())
        return *text; // the descriptor itself, where the call allows that; ENOENT otherwise
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

bool mayChange(Call& call, int fd)
{
    const FileView* const view = call.process.view();
    return view == nullptr || !view->nameOf(fd);
}

} // namespace perisphere::a7
