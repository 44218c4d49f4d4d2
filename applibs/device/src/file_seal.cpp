#include "file_seal.hpp"

#include "perisphere/base/unique_fd.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fcntl.h>
#include <linux/fsverity.h>
#include <string>
#include <sys/ioctl.h>

namespace perisphere::device
{
namespace
{

constexpr std::uint32_t kBlockBytes = 4096; // which every kernel has that has fs-verity

Result<> sealFile(const std::filesystem::path& file)
{
    const UniqueFd fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!fd)
        return fail(systemError(errno, "open", file.string()));
    fsverity_enable_arg how{};
    how.version = 1;
    how.hash_algorithm = FS_VERITY_HASH_ALG_SHA256;
    how.block_size = kBlockBytes;
    if (::ioctl(fd.get(), FS_IOC_ENABLE_VERITY, &how) == 0 || errno == EEXIST)
        return {};
    if (errno == ENOTTY || errno == EOPNOTSUPP)
        return fail(Error{.code = ErrorCode::Unsupported,
                          .message = "the file system has no fs-verity",
                          .where = {.file = file.string()},
                          .expected = "ext4, f2fs or btrfs with it",
                          .advice = "for ext4: tune2fs -O verity DEVICE, and a kernel with "
                                    "CONFIG_FS_VERITY"});
    return fail(systemError(errno, "seal", file.string()));
}

} // namespace

Result<> sealTree(const DirectoryTree& tree, const std::filesystem::path& root)
{
    for (const TreeEntry& entry : tree)
        if (entry.kind == TreeEntry::Kind::File)
            if (auto sealed = sealFile(root / entry.path); !sealed)
                return sealed;
    return {};
}

} // namespace perisphere::device
