#include "perisphere/base/line_buffer.hpp"

#include <utility>

namespace perisphere
{
namespace
{

/// Of a character of UTF-8 behind its first byte.
bool isContinuation(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

void dropCarriageReturn(std::string& line)
{
    if (line.ends_with('\r'))
        line.pop_back();
}

} // namespace

void LineBuffer::add(std::string_view bytes)
{
    if (m_start > 0) { // once a read, not once a line
        m_bytes.erase(0, m_start);
        if (hasLine()) {
            m_end -= m_start;
            m_following -= m_start;
        }
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
    if (m_following > m_end) // else a piece
        dropCarriageReturn(line);
    m_start = m_following;
    findEnd(m_start);
    return line;
}

std::size_t LineBuffer::lineBytes() const
{
    return (hasLine() ? m_end : m_bytes.size()) - m_start;
}

std::string LineBuffer::takeRest()
{
    std::string line = m_bytes.substr(std::exchange(m_start, 0));
    m_bytes.clear();
    m_end = std::string::npos;
    dropCarriageReturn(line);
    return line;
}

void LineBuffer::findEnd(std::size_t from)
{
    // No further than a line may reach, or long ones would be searched again for each piece.
    const std::string_view line = std::string_view(m_bytes).substr(m_start);
    const bool isLimited = m_maxLineBytes < line.size();
    const std::size_t end =
        (isLimited ? line.substr(0, m_maxLineBytes + 2) : line).find('\n', from - m_start);
    const std::string_view content = line.substr(0, end);
    const std::size_t size = content.size() - (content.ends_with('\r') ? 1 : 0);
    if (size > m_maxLineBytes) {
        m_end = m_following = pieceEnd();
    } else if (end != std::string_view::npos) {
        m_end = m_start + end;
        m_following = m_end + 1;
    } else {
        m_end = std::string::npos;
    }
}

/// Bytes that are no UTF-8 are cut where they reach the limit.
std::size_t LineBuffer::pieceEnd() const
{
    constexpr std::size_t kMaxContinuations = 3;
    const std::size_t limit = m_start + m_maxLineBytes;
    std::size_t end = limit;
    while (isContinuation(m_bytes[end]) && limit - end < kMaxContinuations)
        --end;
    return isContinuation(m_bytes[end]) ? limit : end;
}

} // namespace perisphere
