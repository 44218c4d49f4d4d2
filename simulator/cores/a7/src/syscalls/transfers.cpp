#include "transfers.hpp"

#include <sys/stat.h>

namespace perisphere::a7
{
namespace
{

constexpr std::uint32_t kMaxVectors = 1024;

} // namespace

std::optional<std::vector<iovec>> vectorsAt(Call& call, std::uint32_t address, std::uint32_t count,
                                            int& error)
{
    error = count > kMaxVectors ? EINVAL : EFAULT;
    if (count > kMaxVectors)
        return std::nullopt;
    std::vector<iovec> vectors(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto one = call.memory.load<IoVec32>(address + i * 8);
        if (!one)
            return std::nullopt;
        if (one->bytes > INT32_MAX) {
            error = EINVAL;
            return std::nullopt;
        }
        vectors[i] = {call.memory.hostRange(one->base, one->bytes), one->bytes};
    }
    return vectors;
}

bool takesParts(int fd)
{
    struct stat status {
    };
    return ::fstat(fd, &status) == 0 &&
           (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode) || S_ISCHR(status.st_mode));
}

} // namespace perisphere::a7
