#include "support/live_screen.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace perisphere::tools
{
namespace
{

constexpr std::string_view kNewLine = "\r\n";
constexpr std::string_view kEraseBelow = "\x1b[J";
constexpr std::string_view kEraseRest = "\x1b[K";
constexpr std::string_view kClear = "\x1b[H\x1b[2J";

/// The cursor stays at the end of the last line.
void append(std::string& bytes, const std::vector<std::string>& footer)
{
    for (std::size_t i = 0; i < footer.size(); ++i) {
        if (i > 0)
            bytes += kNewLine;
        bytes += footer[i];
        bytes += kEraseRest;
    }
}

} // namespace

void LiveScreen::print(std::string line)
{
    m_waiting.push_back(std::move(line));
}

std::string LiveScreen::draw(const std::vector<std::string>& footer)
{
    if (m_waiting.empty() && footer == m_footer)
        return {};
    std::string bytes = toTop();
    // Written over where nothing moves, so that nothing flickers.
    if (!m_waiting.empty() || footer.size() != m_footer.size())
        bytes += kEraseBelow;
    for (const std::string& line : std::exchange(m_waiting, {}))
        take(bytes, line);
    append(bytes, footer);
    m_footer = footer;
    return bytes;
}

std::string LiveScreen::redraw(const std::vector<std::string>& footer, std::size_t rows)
{
    for (std::string& line : std::exchange(m_waiting, {}))
        m_latest.push_back(std::move(line));
    const std::size_t room = rows > footer.size() ? rows - footer.size() : 0;
    const std::size_t shown = std::min(room, m_latest.size());
    std::string bytes(kClear);
    for (std::size_t i = m_latest.size() - shown; i < m_latest.size(); ++i) {
        bytes += m_latest[i];
        bytes += kNewLine;
    }
    append(bytes, footer);
    m_footer = footer;
    return bytes;
}

std::string LiveScreen::finish()
{
    std::string bytes = toTop();
    bytes += kEraseBelow;
    for (const std::string& line : std::exchange(m_waiting, {}))
        take(bytes, line);
    m_footer.clear();
    return bytes;
}

std::string LiveScreen::toTop() const
{
    return m_footer.size() > 1 ? fmt::format("\r\x1b[{}A", m_footer.size() - 1) : "\r";
}

void LiveScreen::take(std::string& bytes, const std::string& line)
{
    bytes += line;
    bytes += kNewLine;
    m_latest.push_back(line);
    if (m_latest.size() > kKept)
        m_latest.pop_front();
}

} // namespace perisphere::tools
