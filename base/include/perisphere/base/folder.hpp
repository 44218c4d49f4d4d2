// Folders made where they are missing.
#pragma once

#include "perisphere/base/result.hpp"

#include <filesystem>

namespace perisphere
{

/// With all above it. No error when it is there, as the empty path, the working directory, is.
/// PermissionDenied, Io ...: as the system says.
[[nodiscard]] Result<> makeFolder(const std::filesystem::path& folder);

/// makeFolder() that nobody else can enter (mode 0700), also when it was there.
[[nodiscard]] Result<> makeOwnFolder(const std::filesystem::path& folder);

} // namespace perisphere
