#include "perisphere/base/text_position.hpp"

#include <algorithm>

namespace perisphere
{

LineIndex::LineIndex(std::string_view text)
    : m_lineStarts{0}
    , m_length(text.size())
{
    for (std::size_t at = text.find('\n'); at != std::string_view::npos;
         at = text.find('\n', at + 1))
        m_lineStarts.push_back(at + 1);
}

LineColumn LineIndex::at(std::size_t offset) const
{
    const std::size_t place = std::min(offset, m_length);
    const auto next = std::upper_bound(m_lineStarts.begin(), m_lineStarts.end(), place);
    const auto line = static_cast<std::size_t>(next - m_lineStarts.begin());
    return {.line = static_cast<std::uint32_t>(line),
            .column = static_cast<std::uint32_t>(place - m_lineStarts[line - 1] + 1)};
}

} // namespace perisphere
