// Files of the app: applibs/storage.h, which documents the calls.
#pragma once

#include <applibs/descriptor.hpp>
#include <applibs/storage.h>

#include <cstdlib>
#include <string>

namespace applibs::storage
{

/// A file that is open at its beginning.
class File : public StreamDescriptor
{
public:
    using StreamDescriptor::StreamDescriptor;

    /// For reading.
    static Result<File> openInImagePackage(const char* relativePath)
    {
        return detail::opened<File>(Storage_OpenFileInImagePackage(relativePath),
                                    "Storage_OpenFileInImagePackage");
    }

    /// The app's own, for reading and writing.
    static Result<File> openMutable()
    {
        return detail::opened<File>(Storage_OpenMutableFile(), "Storage_OpenMutableFile");
    }
};

inline Result<void> deleteMutableFile()
{
    return detail::check(Storage_DeleteMutableFile(), "Storage_DeleteMutableFile");
}

inline Result<std::string> absolutePathInImagePackage(const char* relativePath)
{
    char* path = Storage_GetAbsolutePathInImagePackage(relativePath);
    if (path == nullptr)
        return detail::lastError("Storage_GetAbsolutePathInImagePackage");
    std::string result(path);
    std::free(path);
    return result;
}

} // namespace applibs::storage
