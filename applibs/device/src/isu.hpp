// The five serial blocks as manifests name them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace perisphere::device
{

inline constexpr std::array<std::string_view, 5> kIsuNames = {"ISU0", "ISU1", "ISU2", "ISU3",
                                                              "ISU4"};

/// The number of the block that an applibs id means, ids counting from `first`; nullopt when there
/// is none.
[[nodiscard]] constexpr std::optional<unsigned> isuOf(std::int32_t id, std::int32_t first)
{
    const std::int64_t index = std::int64_t{id} - first;
    if (index < 0 || index >= static_cast<std::int64_t>(kIsuNames.size()))
        return std::nullopt;
    return static_cast<unsigned>(index);
}

} // namespace perisphere::device
