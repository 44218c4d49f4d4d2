// Directory trees for tests.
#pragma once

#include "perisphere/base/directory_tree.hpp"

#include <string>
#include <string_view>

namespace perisphere::test
{

inline TreeEntry file(const std::string& path, std::string_view text, std::uint16_t mode = 0644)
{
    const auto* bytes = reinterpret_cast<const std::byte*>(text.data());
    return {.path = path, .mode = mode, .content = {bytes, bytes + text.size()}};
}

inline TreeEntry directory(const std::string& path, std::uint16_t mode = 0755)
{
    return {.path = path, .kind = TreeEntry::Kind::Directory, .mode = mode};
}

/// What an SDK packs: a manifest and a program of the given sizes.
inline DirectoryTree app(std::size_t manifestBytes, std::size_t programBytes)
{
    return {file("app_manifest.json", std::string(manifestBytes, 'm')), directory("bin"),
            file("bin/app", std::string(programBytes, 'p'), 0755)};
}

} // namespace perisphere::test
