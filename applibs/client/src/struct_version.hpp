// The first word of every versioned struct: a magic number per struct above, the version below.
#pragma once

#include <cstdint>

namespace perisphere::client
{

/// Checked before anything else of a struct is read.
[[nodiscard]] constexpr bool hasVersion(std::uint32_t magicAndVersion, std::uint32_t magic,
                                        std::uint32_t version)
{
    return magicAndVersion == (magic | version);
}

} // namespace perisphere::client
