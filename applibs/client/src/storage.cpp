// applibs/storage.h

#include "abi.hpp"
#include "connection.hpp"
#include "perisphere/protocol/system.hpp"

#include <applibs/storage.h>

#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace perisphere::client;
namespace protocol = perisphere::protocol;

namespace
{

/// The documented check is textual: "./x", ".hidden" and "a..b" are all refused.
int checkPath(const char* path)
{
    if (path == nullptr)
        return EFAULT;
    return *path == '/' || *path == '.' || std::strstr(path, "..") != nullptr ? EINVAL : 0;
}

} // namespace

PERISPHERE_EXPORT char* Storage_GetAbsolutePathInImagePackage(const char* relativePath)
{
    const int error = checkPath(relativePath);
    if (error != 0 || !hasDevice()) {
        errno = error != 0 ? error : EINVAL;
        return nullptr;
    }
    const char* const root = greeting().packageRoot;
    const std::size_t rootLength = std::strlen(root);
    const std::size_t length = std::strlen(relativePath);
    auto* const path = static_cast<char*>(std::malloc(rootLength + 1 + length + 1));
    if (path == nullptr)
        return nullptr;                  // errno is malloc's: ENOMEM
    std::memcpy(path, root, rootLength); // NOLINT(bugprone-not-null-terminated-result): ended below
    path[rootLength] = '/';
    std::memcpy(path + rootLength + 1, relativePath, length + 1);
    return path;
}

PERISPHERE_EXPORT int Storage_OpenFileInImagePackage(const char* relativePath)
{
    char* const path = Storage_GetAbsolutePathInImagePackage(relativePath);
    if (path == nullptr)
        return -1;
    const int file = ::open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    const int error = errno;
    std::free(path);
    if (file < 0)
        return fail(error);
    struct stat status {
    };
    if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
        ::close(file);
        return fail(S_ISDIR(status.st_mode) ? EISDIR : EINVAL);
    }
    return file;
}

PERISPHERE_EXPORT int Storage_OpenMutableFile(void)
{
    const protocol::StorageOpenMutableRequest request;
    Answer answer = callDevice(raw(request), EACCES);
    if (answer.error != 0 || answer.descriptorCount != 1) {
        closeDescriptors(answer);
        return fail(answer.error != 0 ? answer.error : EIO);
    }
    return answer.descriptors[0];
}

PERISPHERE_EXPORT int Storage_DeleteMutableFile(void)
{
    const protocol::StorageDeleteMutableRequest request;
    return succeedOrFail(callDevice(raw(request), EACCES).error);
}
