// Files of secrets: nobody but their owner may read or replace them.
#pragma once

#include "perisphere/base/result.hpp"

#include <filesystem>
#include <string_view>

namespace perisphere::tools
{

/// PermissionDenied when group or others may do anything with the file. `what` is for the message:
/// "the developer key".
[[nodiscard]] Result<> checkPrivate(const std::filesystem::path& file, std::string_view what);

} // namespace perisphere::tools
