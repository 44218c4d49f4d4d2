// The screen's contents: what is put, moved and erased.
#include "terminal/terminal_screen.hpp"

#include <algorithm>
#include <iterator>

namespace perisphere::studio
{
namespace
{

void fill(TerminalLine& line, int from, int to)
{
    const auto last = std::min(static_cast<std::size_t>(to), line.size());
    for (auto i = static_cast<std::size_t>(from); i < last; ++i)
        line[i] = {};
}

} // namespace

/// A character in the last column leaves the cursor behind it: the line breaks with the next one.
void TerminalScreen::put(char32_t character)
{
    if (m_column >= m_columns) {
        m_column = 0;
        lineFeed();
    }
    TerminalLine& here = line();
    if (const auto column = static_cast<std::size_t>(m_column); here.size() <= column)
        here.resize(column + 1);
    here[static_cast<std::size_t>(m_column)] = {character, m_style};
    ++m_column;
}

void TerminalScreen::moveTo(int row, int column)
{
    m_row = std::clamp(row, 0, m_rows - 1);
    m_column = std::clamp(column, 0, m_columns - 1);
    line(); // so that it is there
}

void TerminalScreen::lineFeed()
{
    if (m_row + 1 < m_rows) {
        ++m_row;
        line();
        return;
    }
    m_lines.emplace_back();
    if (m_lines.size() > 2 * kMaxLines) // within one feed
        trim();
}

void TerminalScreen::reverseLineFeed()
{
    if (m_row > 0)
        --m_row;
    else
        insertLines(1);
}

/// 0: from the cursor on, 1: up to it, 2 and 3: all.
void TerminalScreen::eraseInDisplay(int what)
{
    if (what == 2 || what == 3) { // what was there can be scrolled to
        const int row = m_row;
        const int column = m_column;
        const bool isEmpty = std::all_of(m_lines.begin() + top(), m_lines.end(),
                                         [](const TerminalLine& one) { return one.empty(); });
        if (!isEmpty)
            m_lines.insert(m_lines.end(), static_cast<std::size_t>(m_rows), TerminalLine());
        if (m_lines.size() > 2 * kMaxLines)
            trim();
        m_row = row;
        m_column = column;
        line();
        return;
    }
    eraseInLine(what);
    const auto here = m_lines.begin() + cursorLine();
    if (what == 0)
        std::for_each(std::next(here), m_lines.end(), [](TerminalLine& one) { one.clear(); });
    else if (what == 1)
        std::for_each(m_lines.begin() + top(), here, [](TerminalLine& one) { one.clear(); });
}

void TerminalScreen::eraseInLine(int what)
{
    TerminalLine& here = line();
    const int column = std::min(m_column, m_columns - 1);
    if (what == 0)
        here.resize(std::min(here.size(), static_cast<std::size_t>(column)));
    else if (what == 1)
        fill(here, 0, column + 1);
    else
        here.clear();
}

void TerminalScreen::insertLines(int count)
{
    line();
    const auto end = static_cast<std::size_t>(top() + m_rows);
    m_lines.resize(std::max(m_lines.size(), end));
    for (int i = 0; i < std::min(count, m_rows - m_row); ++i) {
        m_lines.pop_back();
        m_lines.insert(m_lines.begin() + static_cast<std::ptrdiff_t>(end) - m_rows + m_row,
                       TerminalLine());
    }
}

void TerminalScreen::deleteLines(int count)
{
    line();
    const auto end = static_cast<std::size_t>(top() + m_rows);
    m_lines.resize(std::max(m_lines.size(), end));
    for (int i = 0; i < std::min(count, m_rows - m_row); ++i) {
        m_lines.erase(m_lines.begin() + static_cast<std::ptrdiff_t>(end) - m_rows + m_row);
        m_lines.emplace_back();
    }
}

/// Right of the cursor, to the right by `count` or to the left.
void TerminalScreen::shiftInLine(int count)
{
    TerminalLine& here = line();
    const auto column = static_cast<std::size_t>(std::min(m_column, m_columns - 1));
    if (column >= here.size())
        return;
    const auto at = here.begin() + static_cast<std::ptrdiff_t>(column);
    const auto size =
        std::min(static_cast<std::size_t>(std::abs(count)), static_cast<std::size_t>(m_columns));
    if (count > 0) {
        here.insert(at, size, TerminalCell());
        here.resize(std::min(here.size(), static_cast<std::size_t>(m_columns)));
    } else {
        here.erase(at, at + static_cast<std::ptrdiff_t>(std::min(size, here.size() - column)));
    }
}

} // namespace perisphere::studio
