// What a project's app links, as the SDK's CMake files leave it in the build folder.
#pragma once

#include <filesystem>
#include <string>

namespace perisphere::tools
{

/// A library that the app links and the SDK has for glibc alone: its name, such as "curl". Empty:
/// there is none, or the folder was not configured.
[[nodiscard]] std::string glibcLibraryOf(const std::filesystem::path& build);

} // namespace perisphere::tools
