#include "perisphere/control/package_source.hpp"

#include "perisphere/base/file.hpp"

#include <utility>

namespace perisphere::control
{

Result<std::vector<std::byte>> PackageSource::take()
{
    if (content)
        return *std::exchange(content, std::nullopt);
    return readBinaryFile(path, kMaxBytes);
}

} // namespace perisphere::control
