#include "local_addresses.hpp"

#include "../file_view.hpp"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <sys/un.h>

namespace perisphere::a7
{

int refusalOf(Call& call, std::uint32_t address, std::uint32_t bytes, AddressUse use)
{
    const FileView* const view = call.process.view();
    sockaddr_un local{};
    if (view == nullptr || address == 0 || bytes <= offsetof(sockaddr_un, sun_path))
        return 0;
    const std::size_t count = std::min<std::size_t>(bytes, sizeof local);
    if (!call.memory.copyFrom(&local, address, count))
        return EFAULT;
    if (local.sun_family != AF_UNIX || local.sun_path[0] == '\0')
        return 0;
    const std::string path(local.sun_path,
                           ::strnlen(local.sun_path, count - offsetof(sockaddr_un, sun_path)));
    const auto found = view->find(path);
    if (!found)
        return found.error();
    if (use == AddressUse::Take)
        return found->isThere ? EADDRINUSE : EROFS;
    return found->isThere ? ECONNREFUSED : ENOENT;
}

} // namespace perisphere::a7
