// The byte offsets of a document's values, in a tree of the same shape as the values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace perisphere::json
{

struct OffsetNode {
    std::uint32_t key = 0;   ///< offset of the member's key; of the value for array elements
    std::uint32_t value = 0; ///< offset of the value's first byte
    std::vector<OffsetNode> children; ///< in the order of the value's members or elements
};

} // namespace perisphere::json
