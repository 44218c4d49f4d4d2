#include "file_writes.hpp"

#include "perisphere/base/persistence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <sys/uio.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace perisphere::device
{
namespace
{

using persistence::ChangeKind;

constexpr std::size_t kMaxWriteBytes =
    std::size_t{1024} * 1024;                   // a mutable file has at most 64 KiB
constexpr std::uint64_t kMaxWritePieces = 1024; // IOV_MAX

/// A 64-bit argument: in one register, or in two from an even one on, the lower half first.
std::uint64_t wideArgument(const SupervisedCall& call, std::size_t index)
{
    if constexpr (sizeof(long) == 8)
        return call.argument(index);
    const std::size_t even = index + index % 2;
    return (call.argument(even) & 0xFFFFFFFFU) | call.argument(even + 1) << 32U;
}

bool appendBytes(const SupervisedCall& call, std::uint64_t from, std::uint64_t bytes,
                 std::vector<std::byte>& data)
{
    const std::size_t end = data.size();
    if (bytes > kMaxWriteBytes - end)
        return false;
    data.resize(end + static_cast<std::size_t>(bytes));
    return bytes == 0 || call.read(from, data.data() + end, static_cast<std::size_t>(bytes));
}

bool appendPieces(const SupervisedCall& call, std::uint64_t from, std::uint64_t count,
                  std::vector<std::byte>& data)
{
    if (count > kMaxWritePieces)
        return false;
    std::vector<iovec> pieces(static_cast<std::size_t>(count));
    if (pieces.empty() || !call.read(from, pieces.data(), pieces.size() * sizeof(iovec)))
        return pieces.empty();
    return std::all_of(pieces.begin(), pieces.end(), [&](const iovec& piece) {
        return appendBytes(call, reinterpret_cast<std::uint64_t>(piece.iov_base), piece.iov_len,
                           data);
    });
}

/// Where a call without an offset of its own writes.
std::uint64_t filePosition(int file, std::uint64_t size)
{
    if ((::fcntl(file, F_GETFL) & O_APPEND) != 0)
        return size;
    const ::off_t position = ::lseek(file, 0, SEEK_CUR); // shared with the app's descriptor
    return position < 0 ? 0 : static_cast<std::uint64_t>(position);
}

/// `change.data` lies in `data`; empty where the call's bytes cannot be told.
void describe(const SupervisedCall& call, int file, std::uint64_t size, persistence::Change& change,
              std::vector<std::byte>& data)
{
    bool isKnown = false;
    change.kind = ChangeKind::Write;
    change.offset = filePosition(file, size);
    switch (call.number()) {
    case SYS_pwrite64:
        change.offset = wideArgument(call, 3);
        [[fallthrough]];
    case SYS_write:
        isKnown = appendBytes(call, call.argument(1), call.argument(2), data);
        break;
    case SYS_pwritev:
    case SYS_pwritev2: // its offset -1 is the position
        if (const std::uint64_t offset =
                sizeof(long) == 8 ? call.argument(3) : call.argument(3) | call.argument(4) << 32U;
            offset != ~std::uint64_t{0})
            change.offset = offset;
        [[fallthrough]];
    case SYS_writev:
        isKnown = appendPieces(call, call.argument(1), call.argument(2), data);
        break;
    case SYS_ftruncate:
        change.kind = ChangeKind::Resize;
        change.offset = call.argument(1);
        return;
#ifdef SYS_ftruncate64
    case SYS_ftruncate64:
        change.kind = ChangeKind::Resize;
        change.offset = wideArgument(call, 1);
        return;
#endif
    default: // from another file, or bytes that are zero
        break;
    }
    if (isKnown)
        change.data = data;
}

} // namespace

bool isFileCall(int number)
{
    return number == SYS_write ||
           std::find(kFileCalls.begin(), kFileCalls.end(), number) != kFileCalls.end();
}

void announceFileCall(const SupervisedCall& call)
{
    const bool isThird = call.number() == SYS_copy_file_range;
    const UniqueFd file = call.duplicate(static_cast<int>(call.argument(isThird ? 2 : 0)));
    struct stat status {
    };
    if (!file || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode) ||
        status.st_nlink == 0)
        return;
    std::error_code error;
    persistence::Change change;
    change.path = std::filesystem::read_symlink(fmt::format("/proc/self/fd/{}", file.get()), error);
    std::vector<std::byte> data;
    describe(call, file.get(), static_cast<std::uint64_t>(status.st_size), change, data);
    if (!error)
        persistence::announce(change);
}

} // namespace perisphere::device
