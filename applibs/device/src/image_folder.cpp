#include "image_folder.hpp"

#include "file_seal.hpp"
#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/base/persistence.hpp"
#include "perisphere/base/unique_fd.hpp"
#include "perisphere/image/file_system.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace perisphere::device
{
namespace
{

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxPackageBytes = image::kMaxFileSystemBytes + 128ULL * 1024;

bool isUnpacked(const fs::path& root, DirectoryTree& expected)
{
    auto found = readTree(root);
    if (!found)
        return false;
    sortTree(expected);
    return *found == expected;
}

/// The root is taken away first: a half-removed one is repaired by the next start like any other.
Result<> repair(const fs::path& root, const DirectoryTree& tree, const fs::path& staging)
{
    if (auto removed = persistence::removeTree(root); !removed)
        return removed;
    if (auto written = writeTree(tree, staging); !written)
        return written;
    return persistence::renameFile(staging, root);
}

} // namespace

Result<> writeImage(const fs::path& folder, std::span<const std::byte> package,
                    const DirectoryTree& tree)
{
    if (::mkdir(folder.c_str(), 0777) != 0)
        return fail(systemError(errno, "create directory", folder.string()));
    if (auto written = writeTree(tree, folder / "root"); !written)
        return written;
    return replaceFile(folder / "package", package); // syncs the file and the folder
}

Result<LoadedImage> loadImage(const fs::path& folder, const fs::path& staging,
                              const ImageRules& rules)
{
    const auto package = readBinaryFile(folder / "package", kMaxPackageBytes);
    if (!package)
        return fail(package.error());
    auto checked = checkPackage(*package, (folder / "package").string(), rules.policy);
    if (!checked)
        return fail(checked.error().error);
    const fs::path root = folder / "root";
    LoadedImage loaded;
    if (!isUnpacked(root, checked->tree)) {
        if (auto repaired = repair(root, checked->tree, staging); !repaired)
            return fail(repaired.error());
        loaded.wasRepaired = true;
    }
    if (rules.isSealed)
        if (auto sealed = sealTree(checked->tree, root); !sealed)
            return fail(sealed.error());
    checked->app.imageRoot = root;
    checked->app.packageRoot = root.string();
    loaded.image = {std::make_shared<const App>(std::move(checked->app)), package->size()};
    return loaded;
}

Result<> syncFolder(const fs::path& folder)
{
    const UniqueFd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd)
        return fail(systemError(errno, "open", folder.string()));
    if (::fsync(fd.get()) != 0 && errno != EINVAL) // EINVAL: this file system cannot
        return fail(systemError(errno, "sync", folder.string()));
    return {};
}

} // namespace perisphere::device
