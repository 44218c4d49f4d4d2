// A terminal's screen: bytes in, lines of styled characters out. The control sequences are those of
// ECMA-48 that programs for serial lines use; others are taken off the text and have no effect.
//
// Everything is bounded: lines, their length, a sequence's parameters. No byte is refused.
#pragma once

#include <QString>

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <vector>

namespace perisphere::studio
{

/// One of the 256 colours of xterm, or three bytes.
struct TerminalColour {
    enum class Kind : std::uint8_t { Default, Indexed, Rgb };
    Kind kind = Kind::Default;
    std::uint32_t value = 0; ///< index, or 0xRRGGBB
    bool operator==(const TerminalColour&) const = default;
};

struct TerminalStyle {
    TerminalColour foreground;
    TerminalColour background;
    bool isBold = false;
    bool isUnderlined = false;
    bool isInverse = false;
    bool operator==(const TerminalStyle&) const = default;
};

struct TerminalCell {
    char32_t character = U' ';
    TerminalStyle style;
};

using TerminalLine = std::vector<TerminalCell>;

class TerminalScreen
{
public:
    static constexpr int kMaxLines = 10'000; ///< with those that have scrolled away
    static constexpr int kMaxColumns = 500;
    static constexpr int kMaxRows = 200;

    void feed(std::span<const char> bytes);
    void clear();
    /// Lines stay as they were broken.
    void setSize(int columns, int rows);
    /// Whether a line feed also returns to the first column.
    void setNewLineMode(bool isOn) { m_isNewLineMode = isOn; }

    /// With what has scrolled away; the screen is the last rows() of them.
    [[nodiscard]] const std::deque<TerminalLine>& lines() const { return m_lines; }
    /// Lines that have left for good, since clear(): so a place in the text has a lasting number.
    [[nodiscard]] std::int64_t dropped() const { return m_dropped; }
    [[nodiscard]] QString text(int line) const;
    [[nodiscard]] int columns() const { return m_columns; }
    [[nodiscard]] int rows() const { return m_rows; }
    [[nodiscard]] int cursorLine() const { return top() + m_row; } ///< in lines()
    [[nodiscard]] int cursorColumn() const { return m_column; }
    [[nodiscard]] bool isCursorVisible() const { return m_isCursorVisible; }

private:
    enum class State : std::uint8_t { Text, Escape, Sequence, String, StringEscape, OneMore };

    void take(std::uint8_t byte);
    void takeText(std::uint8_t byte);
    void takeControl(std::uint8_t byte);
    void takeEscape(std::uint8_t byte);
    void takeSequence(std::uint8_t byte);
    void runSequence(char final);
    void put(char32_t character);
    void setStyle();
    [[nodiscard]] std::optional<TerminalColour> colourAt(std::size_t& parameter) const;
    [[nodiscard]] int parameter(std::size_t index, int otherwise) const;

    [[nodiscard]] int top() const;
    /// The cursor's, which is there afterwards.
    TerminalLine& line();
    void moveTo(int row, int column);
    void lineFeed();
    void reverseLineFeed();
    void eraseInDisplay(int what);
    void eraseInLine(int what);
    void insertLines(int count);
    void deleteLines(int count);
    void shiftInLine(int count);
    void trim();

    std::deque<TerminalLine> m_lines{TerminalLine()};
    std::int64_t m_dropped = 0;
    int m_columns = 80;
    int m_rows = 24;
    int m_row = 0; ///< of the screen
    int m_column = 0;
    std::array<int, 2> m_saved{};
    TerminalStyle m_style;
    bool m_isCursorVisible = true;
    bool m_isNewLineMode = true;

    State m_state = State::Text;
    std::vector<int> m_parameters;
    bool m_isPrivate = false;
    char32_t m_character = 0; ///< of a UTF-8 sequence that has begun
    int m_continuations = 0;
    char32_t m_smallest = 0;
};

} // namespace perisphere::studio
