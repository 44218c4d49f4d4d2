// The text memory and instructions of an HD44780 and of what is compatible with it.
#pragma once

#include "perisphere/engine/move_only_function.hpp"
#include "perisphere/parts/state_archive.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace perisphere::parts
{

/// A controller for a glass of two lines of 16 characters of 5 by 8 dots. It knows no bus and no
/// time: whoever owns it asks how long an instruction takes. Instructions and memories have their
/// datasheet names (Hitachi HD44780U, table 6).
class CharacterDisplay
{
public:
    static constexpr unsigned kColumns = 16;
    static constexpr unsigned kLines = 2;
    /// Of CGRAM: eight characters of eight rows.
    static constexpr unsigned kPatterns = 64;

    /// Told what an instruction asks for that is not modelled.
    using Report = engine::MoveOnlyFunction<void(std::string_view what)>;

    explicit CharacterDisplay(Report report);

    void instruct(std::uint8_t instruction);
    /// A byte for the memory that the address counter points to.
    void write(std::uint8_t byte);

    /// Clear and home take their time, the others are done before the next byte has come.
    [[nodiscard]] static bool isSlow(std::uint8_t instruction)
    {
        return instruction >= 0x01 && instruction <= 0x03;
    }

    /// What the line shows, as UTF-8 without the spaces at its end. The characters are those of ROM
    /// A00; the eight that are made by programs are shown as circled digits.
    [[nodiscard]] std::string text(unsigned line) const;

    struct Cursor {
        unsigned line;
        int column; ///< -1: not on the glass
    };
    [[nodiscard]] Cursor cursor() const;
    [[nodiscard]] bool isOn() const { return m_isOn; }
    [[nodiscard]] bool hasCursor() const { return m_hasCursor; }
    [[nodiscard]] bool blinks() const { return m_blinks; }
    [[nodiscard]] const std::array<std::uint8_t, kPatterns>& patterns() const { return m_cgram; }

    void archive(StateArchive& archive);

private:
    static constexpr unsigned kCharacters = 80; // of DDRAM

    [[nodiscard]] unsigned lineLength() const
    {
        return m_hasTwoLines ? kCharacters / 2 : kCharacters;
    }
    void setFunction(std::uint8_t instruction);
    void setDataAddress(std::uint8_t address);
    void shiftDisplay(bool right);
    void moveCursor(bool right);

    Report m_report;
    std::array<std::uint8_t, kCharacters> m_ddram{};
    std::array<std::uint8_t, kPatterns> m_cgram{};
    unsigned m_at = 0; // in DDRAM, line after line, or in CGRAM
    bool m_isInPatterns = false;
    bool m_increments = true;   // I/D
    bool m_shifts = false;      // S
    bool m_isOn = false;        // D
    bool m_hasCursor = false;   // C
    bool m_blinks = false;      // B
    bool m_hasTwoLines = false; // N
    unsigned m_shift = 0;       // the place in a line that stands at the left
};

} // namespace perisphere::parts
