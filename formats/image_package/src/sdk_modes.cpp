#include "perisphere/image/file_system.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace perisphere::image
{

Result<> applySdkModes(DirectoryTree& tree, std::span<const std::string> executables)
{
    for (const std::string& path : executables) {
        const bool isThere = std::any_of(tree.begin(), tree.end(), [&](const TreeEntry& entry) {
            return entry.path == path && entry.kind == TreeEntry::Kind::File;
        });
        if (!isThere)
            return fail(
                Error{.code = ErrorCode::NotFound,
                      .message = fmt::format("there is no file \"{}\" in the package", path),
                      .expected = "the entry point and every executable to be there"});
    }
    for (TreeEntry& entry : tree) {
        const bool isExecutable =
            entry.kind == TreeEntry::Kind::Directory ||
            std::find(executables.begin(), executables.end(), entry.path) != executables.end();
        entry.mode = isExecutable ? 0755 : 0644;
    }
    return {};
}

} // namespace perisphere::image
