// The folder that relative names begin in.

#include "../file_view.hpp"
#include "paths.hpp"

#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace perisphere::a7
{
namespace
{

/// The host's process stays where it is.
Answer goTo(FileView& view, const FileView::Found& found)
{
    struct stat status {
    };
    if (::stat(found.host.c_str(), &status) != 0)
        return Call::result(-1);
    if (!S_ISDIR(status.st_mode))
        return Call::error(ENOTDIR);
    view.setFolder(found.name);
    return {};
}

} // namespace

Answer sysGetcwd(Call& call)
{
    const FileView* const view = call.process.view();
    if (view == nullptr)
        return Call::result(::syscall(SYS_getcwd, call.bytes(0, call.arg(1)), call.arg(1)));
    const std::uint32_t bytes = static_cast<std::uint32_t>(view->folder().size()) + 1;
    if (call.arg(1) < bytes)
        return Call::error(ERANGE);
    if (!call.memory.copyTo(call.arg(0), view->folder().c_str(), bytes))
        return Call::error(EFAULT);
    return {.value = bytes};
}

Answer sysChdir(Call& call)
{
    FileView* const view = call.process.view();
    if (view == nullptr)
        return withPath(call, {.argument = 0}, [](const char* path) { return ::chdir(path); });
    const auto text = call.memory.text(call.arg(0));
    if (!text)
        return Call::error(EFAULT);
    const auto found = view->find(*text);
    if (!found || !found->isThere)
        return Call::error(found ? ENOENT : found.error());
    return goTo(*view, *found);
}

Answer sysFchdir(Call& call)
{
    FileView* const view = call.process.view();
    if (view == nullptr)
        return Call::result(::fchdir(call.signedArg(0)));
    const auto name = view->folderName(call.signedArg(0));
    if (!name)
        return Call::error(name.error());
    view->setFolder(*name);
    return {};
}

} // namespace perisphere::a7
