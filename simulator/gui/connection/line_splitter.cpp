#include "connection/line_splitter.hpp"

namespace perisphere::studio
{

std::optional<QByteArray> LineSplitter::take()
{
    const qsizetype end = m_bytes.indexOf('\n', m_searched);
    if (end < 0) {
        m_bytes.remove(0, m_begin);
        m_begin = 0;
        m_searched = m_bytes.size();
        return std::nullopt;
    }
    QByteArray line = m_bytes.mid(m_begin, end - m_begin);
    m_begin = end + 1;
    m_searched = m_begin;
    return line;
}

bool LineSplitter::isTooLong() const
{
    return m_bytes.size() - m_begin > kMaxLineBytes && m_searched == m_bytes.size();
}

void LineSplitter::clear()
{
    m_bytes.clear();
    m_begin = 0;
    m_searched = 0;
}

} // namespace perisphere::studio
