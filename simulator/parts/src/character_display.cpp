#include "character_display.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

namespace perisphere::parts
{
namespace
{

constexpr std::uint8_t kBlank = 0x20;

/// From E0h on; 80h to A0h are blank, A1h to DFh the halfwidth katakana.
constexpr std::array<std::string_view, 32> kRomEnd = {
    "α", "ä", "β", "ε", "μ", "σ", "ρ", "g", "√", "⁻", "j",  "ˣ",  "¢",  "£", "ñ", "ö",
    "p", "q", "θ", "∞", "Ω", "ü", "Σ", "π", "x̄", "y", "千", "万", "円", "÷", " ", "█"};

std::string utf8Of(unsigned codePoint) // of the basic plane, from U+0800
{
    return {static_cast<char>(0xE0U | codePoint >> 12U),
            static_cast<char>(0x80U | (codePoint >> 6U & 0x3FU)),
            static_cast<char>(0x80U | (codePoint & 0x3FU))};
}

std::string glyph(std::uint8_t code)
{
    constexpr std::array<std::string_view, 8> kCustom = {"⓪", "①", "②", "③", "④", "⑤", "⑥", "⑦"};
    constexpr unsigned kKatakana = 0xFF61; // at A1h
    if (code < 0x10)
        return std::string(kCustom.at(code % 8U));
    if (code == 0x5C)
        return "¥";
    if (code == 0x7E)
        return "→";
    if (code == 0x7F)
        return "←";
    if (code >= kBlank && code < 0x7E)
        return {static_cast<char>(code)};
    if (code == 0xDF) // the sound mark looks like a degree sign, and is used as one
        return "°";
    if (code >= 0xA1 && code < 0xDF)
        return utf8Of(kKatakana + code - 0xA1U);
    return code >= 0xE0 ? std::string(kRomEnd.at(code - 0xE0U)) : std::string(" ");
}

} // namespace

CharacterDisplay::CharacterDisplay(Report report)
    : m_report(std::move(report))
{
    m_ddram.fill(kBlank);
}

void CharacterDisplay::instruct(std::uint8_t instruction)
{
    // The highest bit that is set says which it is.
    switch (std::bit_width(instruction)) {
    case 1: // clear display
        m_ddram.fill(kBlank);
        m_increments = true;
        [[fallthrough]];
    case 2: // return home
        m_isInPatterns = false;
        m_at = 0;
        m_shift = 0;
        break;
    case 3: // entry mode set
        m_increments = (instruction & 2U) != 0;
        m_shifts = (instruction & 1U) != 0;
        break;
    case 4: // display on/off control
        m_isOn = (instruction & 4U) != 0;
        m_hasCursor = (instruction & 2U) != 0;
        m_blinks = (instruction & 1U) != 0;
        break;
    case 5: // cursor or display shift
        if ((instruction & 8U) != 0)
            shiftDisplay((instruction & 4U) != 0);
        else
            moveCursor((instruction & 4U) != 0);
        break;
    case 6:
        setFunction(instruction);
        break;
    case 7: // set CGRAM address
        m_isInPatterns = true;
        m_at = instruction & 0x3FU;
        break;
    case 8:
        setDataAddress(instruction & 0x7FU);
        break;
    default:
        break; // 00h is nothing
    }
}

void CharacterDisplay::setFunction(std::uint8_t instruction)
{
    constexpr unsigned kTallFont = 1U << 2U; // F
    constexpr unsigned kExtended = 3U;       // of the controllers that came later
    m_hasTwoLines = (instruction & 8U) != 0;
    m_shift %= lineLength();
    if ((instruction & kTallFont) != 0 && !m_hasTwoLines)
        m_report("characters of 5 by 10 dots (function set)");
    if ((instruction & kExtended) != 0)
        m_report(fmt::format("extended instructions (function set {:02X}h)", instruction));
}

void CharacterDisplay::setDataAddress(std::uint8_t address)
{
    constexpr unsigned kSecondLine = 0x40;
    m_isInPatterns = false;
    const bool isSecond = m_hasTwoLines && address >= kSecondLine;
    const unsigned place = isSecond ? address - kSecondLine : address;
    if (place >= lineLength())
        m_report(fmt::format("DDRAM address {:02X}h, which has no character", address));
    m_at = std::min(place, lineLength() - 1) + (isSecond ? lineLength() : 0);
}

void CharacterDisplay::write(std::uint8_t byte)
{
    if (m_isInPatterns)
        m_cgram.at(m_at) = byte & 0x1FU;
    else
        m_ddram.at(m_at) = byte;
    if (m_shifts && !m_isInPatterns)
        shiftDisplay(!m_increments);
    moveCursor(m_increments);
}

void CharacterDisplay::shiftDisplay(bool right)
{
    m_shift = (m_shift + (right ? lineLength() - 1 : 1)) % lineLength();
}

void CharacterDisplay::moveCursor(bool right)
{
    const unsigned size = m_isInPatterns ? kPatterns : kCharacters;
    m_at = (m_at + (right ? 1 : size - 1)) % size;
}

std::string CharacterDisplay::text(unsigned line) const
{
    if (!m_isOn || (line > 0 && !m_hasTwoLines))
        return {};
    std::string text;
    std::size_t end = 0;
    for (unsigned column = 0; column < kColumns; ++column) {
        const std::string shown =
            glyph(m_ddram.at(line * lineLength() + (m_shift + column) % lineLength()));
        text += shown;
        if (shown != " ")
            end = text.size();
    }
    text.resize(end);
    return text;
}

CharacterDisplay::Cursor CharacterDisplay::cursor() const
{
    if (m_isInPatterns)
        return {0, -1};
    const unsigned column = (m_at % lineLength() + lineLength() - m_shift) % lineLength();
    return {m_at / lineLength(), column < kColumns ? static_cast<int>(column) : -1};
}

void CharacterDisplay::archive(StateArchive& archive)
{
    archive.registers("ddram", m_ddram);
    archive.registers("cgram", m_cgram);
    archive.integer("addressCounter", m_at);
    archive.flag("inPatterns", m_isInPatterns);
    archive.flag("increments", m_increments);
    archive.flag("shifts", m_shifts);
    archive.flag("displayOn", m_isOn);
    archive.flag("cursorOn", m_hasCursor);
    archive.flag("cursorBlinks", m_blinks);
    archive.flag("twoLines", m_hasTwoLines);
    archive.integer("shift", m_shift);
    m_at %= m_isInPatterns ? kPatterns : kCharacters;
    m_shift %= lineLength();
}

} // namespace perisphere::parts
