#include "terminal/terminal_screen.hpp"

#include <algorithm>

namespace perisphere::studio
{
namespace
{

constexpr std::size_t kMaxParameters = 16;
constexpr int kMaxParameter = 9999;
constexpr int kTabStop = 8;
constexpr char32_t kReplacement = 0xFFFD;

enum Byte : std::uint8_t {
    Bel = 0x07,
    Bs = 0x08,
    Ht = 0x09,
    Lf = 0x0A,
    Ff = 0x0C,
    Cr = 0x0D,
    Can = 0x18,
    Sub = 0x1A,
    Esc = 0x1B,
    Del = 0x7F,
};

} // namespace

int TerminalScreen::top() const
{
    return std::max(0, static_cast<int>(m_lines.size()) - m_rows);
}

TerminalLine& TerminalScreen::line()
{
    const auto index = static_cast<std::size_t>(top() + m_row);
    while (m_lines.size() <= index)
        m_lines.emplace_back();
    return m_lines[index];
}

void TerminalScreen::clear()
{
    const int columns = m_columns;
    const int rows = m_rows;
    const bool isNewLineMode = m_isNewLineMode;
    *this = TerminalScreen();
    m_columns = columns;
    m_rows = rows;
    m_isNewLineMode = isNewLineMode;
}

void TerminalScreen::setSize(int columns, int rows)
{
    const int cursor = cursorLine();
    m_columns = std::clamp(columns, 1, kMaxColumns);
    m_rows = std::clamp(rows, 1, kMaxRows);
    m_row = std::clamp(cursor - top(), 0, m_rows - 1);
    m_column = std::min(m_column, m_columns);
}

QString TerminalScreen::text(int line) const
{
    QString text;
    if (line < 0 || line >= static_cast<int>(m_lines.size()))
        return text;
    for (const TerminalCell& cell : m_lines[static_cast<std::size_t>(line)])
        text += QString::fromUcs4(&cell.character, 1);
    while (text.endsWith(' '))
        text.chop(1);
    return text;
}

void TerminalScreen::feed(std::span<const char> bytes)
{
    for (const char byte : bytes)
        take(static_cast<std::uint8_t>(byte));
    trim();
}

void TerminalScreen::trim()
{
    while (m_lines.size() > kMaxLines) {
        m_lines.pop_front();
        ++m_dropped;
    }
}

void TerminalScreen::take(std::uint8_t byte)
{
    if (byte == Can || byte == Sub) {
        m_state = State::Text;
        return;
    }
    switch (m_state) {
    case State::Text:
        takeText(byte);
        break;
    case State::Escape:
        takeEscape(byte);
        break;
    case State::Sequence:
        takeSequence(byte);
        break;
    case State::String: // a window's title and the like
        if (byte == Bel)
            m_state = State::Text;
        else if (byte == Esc)
            m_state = State::StringEscape;
        break;
    case State::StringEscape:
        m_state = State::Text;
        if (byte != '\\')
            takeEscape(byte);
        break;
    case State::OneMore:
        m_state = State::Text;
        break;
    }
}

void TerminalScreen::takeText(std::uint8_t byte)
{
    if (m_continuations > 0) {
        if ((byte & 0xC0U) == 0x80) {
            m_character = (m_character << 6U) | (byte & 0x3FU);
            if (--m_continuations == 0) {
                const bool isGood = m_character >= m_smallest && m_character <= 0x10FFFF &&
                                    (m_character < 0xD800 || m_character > 0xDFFF);
                put(isGood ? m_character : kReplacement);
            }
            return;
        }
        m_continuations = 0;
        put(kReplacement); // and this byte anew
    }
    if (byte < 0x20) {
        takeControl(byte);
    } else if (byte < Del) {
        put(byte);
    } else if (byte >= 0xC2 && byte < 0xF5) {
        m_continuations = byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
        m_character = byte & (0x3FU >> static_cast<unsigned>(m_continuations));
        m_smallest = m_continuations == 1 ? 0x80 : m_continuations == 2 ? 0x800 : 0x10000;
    } else if (byte != Del) {
        put(kReplacement);
    }
}

void TerminalScreen::takeControl(std::uint8_t byte)
{
    switch (byte) {
    case Bs:
        m_column = std::max(0, std::min(m_column, m_columns - 1) - 1);
        break;
    case Ht:
        m_column = std::min(m_columns - 1, (m_column / kTabStop + 1) * kTabStop);
        break;
    case Lf:
    case Lf + 1: // VT
    case Ff:
        if (m_isNewLineMode)
            m_column = 0;
        lineFeed();
        break;
    case Cr:
        m_column = 0;
        break;
    case Esc:
        m_state = State::Escape;
        break;
    default:
        break;
    }
}

void TerminalScreen::takeEscape(std::uint8_t byte)
{
    m_state = State::Text;
    switch (byte) {
    case '[':
        m_state = State::Sequence;
        m_parameters.assign(1, -1);
        m_isPrivate = false;
        break;
    case ']': // OSC
    case 'P': // DCS
    case '_':
    case '^':
    case 'X':
        m_state = State::String;
        break;
    case '(': // character sets
    case ')':
    case '#':
    case '%':
        m_state = State::OneMore;
        break;
    case '7':
        m_saved = {m_row, m_column};
        break;
    case '8':
        moveTo(m_saved[0], m_saved[1]);
        break;
    case 'c':
        clear();
        break;
    case 'D':
        lineFeed();
        break;
    case 'E':
        m_column = 0;
        lineFeed();
        break;
    case 'M':
        reverseLineFeed();
        break;
    case Esc:
        m_state = State::Escape;
        break;
    default:
        if (byte < 0x20)
            takeControl(byte);
        break;
    }
}

void TerminalScreen::takeSequence(std::uint8_t byte)
{
    if (byte >= '0' && byte <= '9') {
        int& last = m_parameters.back();
        last = std::min(kMaxParameter, std::max(last, 0) * 10 + (byte - '0'));
    } else if (byte == ';' || byte == ':') {
        if (m_parameters.size() < kMaxParameters)
            m_parameters.push_back(-1);
    } else if (byte >= '<' && byte <= '?') {
        m_isPrivate = true;
    } else if (byte == Esc) {
        m_state = State::Escape;
    } else if (byte < 0x20) {
        takeControl(byte);
    } else if (byte >= '@' && byte < Del) {
        m_state = State::Text;
        runSequence(static_cast<char>(byte));
    }
}

int TerminalScreen::parameter(std::size_t index, int otherwise) const
{
    return index < m_parameters.size() && m_parameters[index] >= 0 ? m_parameters[index]
                                                                   : otherwise;
}

void TerminalScreen::runSequence(char final)
{
    if (m_isPrivate) {
        constexpr int kCursorMode = 25;
        if ((final == 'h' || final == 'l') && parameter(0, 0) == kCursorMode)
            m_isCursorVisible = final == 'h';
        return;
    }
    const int count = std::max(1, parameter(0, 1));
    const int column = std::min(m_column, m_columns - 1);
    switch (final) {
    case 'A':
        return moveTo(m_row - count, column);
    case 'B':
    case 'e':
        return moveTo(m_row + count, column);
    case 'C':
    case 'a':
        return moveTo(m_row, column + count);
    case 'D':
        return moveTo(m_row, column - count);
    case 'E':
        return moveTo(m_row + count, 0);
    case 'F':
        return moveTo(m_row - count, 0);
    case 'G':
    case '`':
        return moveTo(m_row, count - 1);
    case 'd':
        return moveTo(count - 1, column);
    case 'H':
    case 'f':
        return moveTo(count - 1, std::max(1, parameter(1, 1)) - 1);
    case 'J':
        return eraseInDisplay(parameter(0, 0));
    case 'K':
        return eraseInLine(parameter(0, 0));
    case 'L':
        return insertLines(count);
    case 'M':
        return deleteLines(count);
    case '@':
        return shiftInLine(count);
    case 'P':
        return shiftInLine(-count);
    case 'm':
        return setStyle();
    case 's':
        m_saved = {m_row, m_column};
        return;
    case 'u':
        return moveTo(m_saved[0], m_saved[1]);
    default:
        return;
    }
}

std::optional<TerminalColour> TerminalScreen::colourAt(std::size_t& index) const
{
    using Kind = TerminalColour::Kind;
    constexpr int kIndexed = 5;
    constexpr int kRgb = 2;
    const int kind = parameter(++index, 0);
    const auto byteAt = [&] {
        return static_cast<std::uint32_t>(std::clamp(parameter(++index, 0), 0, 255));
    };
    if (kind == kIndexed)
        return TerminalColour{Kind::Indexed, byteAt()};
    if (kind != kRgb)
        return std::nullopt;
    const std::uint32_t red = byteAt();
    const std::uint32_t green = byteAt();
    return TerminalColour{Kind::Rgb, (red << 16U) | (green << 8U) | byteAt()};
}

/// ECMA-48 8.3.117, and the bright and 256 colours of xterm.
void TerminalScreen::setStyle()
{
    using Kind = TerminalColour::Kind;
    const auto indexed = [](int index) {
        return TerminalColour{Kind::Indexed, static_cast<std::uint32_t>(index)};
    };
    for (std::size_t i = 0; i < m_parameters.size(); ++i) {
        const int what = parameter(i, 0);
        if (what == 0)
            m_style = {};
        else if (what == 1)
            m_style.isBold = true;
        else if (what == 4)
            m_style.isUnderlined = true;
        else if (what == 7)
            m_style.isInverse = true;
        else if (what == 22)
            m_style.isBold = false;
        else if (what == 24)
            m_style.isUnderlined = false;
        else if (what == 27)
            m_style.isInverse = false;
        else if (what >= 30 && what <= 37)
            m_style.foreground = indexed(what - 30);
        else if (what >= 40 && what <= 47)
            m_style.background = indexed(what - 40);
        else if (what >= 90 && what <= 97)
            m_style.foreground = indexed(what - 90 + 8);
        else if (what >= 100 && what <= 107)
            m_style.background = indexed(what - 100 + 8);
        else if (what == 38)
            m_style.foreground = colourAt(i).value_or(m_style.foreground);
        else if (what == 48)
            m_style.background = colourAt(i).value_or(m_style.background);
        else if (what == 39)
            m_style.foreground = {};
        else if (what == 49)
            m_style.background = {};
    }
}

} // namespace perisphere::studio
