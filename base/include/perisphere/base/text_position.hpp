// Byte offsets in a text to lines and columns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace perisphere
{

struct LineColumn {
    std::uint32_t line = 1;   ///< 1-based
    std::uint32_t column = 1; ///< 1-based, in bytes

    bool operator==(const LineColumn&) const = default;
};

/// Built once per text in O(length); a look-up is O(log lines). Lines end at LF; a CR before it
/// belongs to the line.
class LineIndex
{
public:
    explicit LineIndex(std::string_view text);

    /// An offset past the end gives the place after the last byte.
    [[nodiscard]] LineColumn at(std::size_t offset) const;

private:
    std::vector<std::size_t> m_lineStarts;
    std::size_t m_length;
};

} // namespace perisphere
