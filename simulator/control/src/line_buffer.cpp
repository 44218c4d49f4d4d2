#include "line_buffer.hpp"

namespace perisphere::control
{

void LineBuffer::add(std::string_view bytes)
{
    if (m_start > 0) { // once a read, not once a line
        m_bytes.erase(0, m_start);
        m_end = hasLine() ? m_end - m_start : m_end;
        m_start = 0;
    }
    const std::size_t old = m_bytes.size();
    m_bytes.append(bytes);
    if (!hasLine())
        findEnd(old); // what was there has no line end
}

std::optional<std::string> LineBuffer::take()
{
    if (!hasLine())
        return std::nullopt;
    std::string line = m_bytes.substr(m_start, m_end - m_start);
    if (line.ends_with('\r'))
        line.pop_back();
    m_start = m_end + 1;
    findEnd(m_start);
    return line;
}

std::size_t LineBuffer::lineBytes() const
{
    return (hasLine() ? m_end : m_bytes.size()) - m_start;
}

void LineBuffer::findEnd(std::size_t from)
{
    m_end = m_bytes.find('\n', from);
}

} // namespace perisphere::control
