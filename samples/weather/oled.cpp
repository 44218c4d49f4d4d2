#include "oled.hpp"

#include <algorithm>
#include <vector>

namespace weather
{

namespace i2c = applibs::i2c;
using applibs::Result;

namespace
{

constexpr I2C_DeviceAddress kAddress = 0x3C;
constexpr std::uint8_t kCommands = 0x00; // first byte of a message: what follows
constexpr std::uint8_t kData = 0x40;

constexpr std::uint8_t kDisplayOff = 0xAE;
constexpr std::uint8_t kDisplayOn = 0xAF;
constexpr auto kSetup = std::to_array<std::uint8_t>({
    kCommands, 0x20, 0x00, // horizontal addressing: one message fills the display
    0xA1, 0xC8,            // the module's glass is mounted upside down
    0x8D, 0x14,            // charge pump
});
constexpr auto kWholeDisplay = std::to_array<std::uint8_t>({kCommands, 0x21, 0, Oled::kWidth - 1, //
                                                            0x22, 0, Oled::kPages - 1});

/// Five columns, the top row in the low bit.
struct Glyph {
    char character;
    std::array<std::uint8_t, 5> columns;
};
constexpr auto kFont = std::to_array<Glyph>({
    {'\'', {0x06, 0x09, 0x09, 0x06, 0x00}}, // degrees
    {'-', {0x08, 0x08, 0x08, 0x08, 0x08}},
    {'.', {0x00, 0x60, 0x60, 0x00, 0x00}},
    {'0', {0x3E, 0x51, 0x49, 0x45, 0x3E}},
    {'1', {0x00, 0x42, 0x7F, 0x40, 0x00}},
    {'2', {0x42, 0x61, 0x51, 0x49, 0x46}},
    {'3', {0x21, 0x41, 0x45, 0x4B, 0x31}},
    {'4', {0x18, 0x14, 0x12, 0x7F, 0x10}},
    {'5', {0x27, 0x45, 0x45, 0x45, 0x39}},
    {'6', {0x3C, 0x4A, 0x49, 0x49, 0x30}},
    {'7', {0x01, 0x71, 0x09, 0x05, 0x03}},
    {'8', {0x36, 0x49, 0x49, 0x49, 0x36}},
    {'9', {0x06, 0x49, 0x49, 0x29, 0x1E}},
    {'C', {0x3E, 0x41, 0x41, 0x41, 0x22}},
    {'P', {0x7F, 0x09, 0x09, 0x09, 0x06}},
    {'a', {0x20, 0x54, 0x54, 0x54, 0x78}},
    {'h', {0x7F, 0x08, 0x04, 0x04, 0x78}},
});

/// Each of the eight bits twice.
std::uint16_t doubled(std::uint8_t bits)
{
    std::uint16_t result = 0;
    for (unsigned bit = 0; bit < 8; ++bit)
        if ((bits >> bit & 1U) != 0)
            result = static_cast<std::uint16_t>(result | 3U << 2 * bit);
    return result;
}

Result<void> sent(const Result<std::size_t>& written)
{
    if (!written)
        return written.error();
    return {};
}

} // namespace

Result<Oled> Oled::start(i2c::I2cMaster& bus)
{
    Oled oled(bus);
    if (auto setUp = sent(bus.write(kAddress, kSetup)); !setUp)
        return setUp.error();
    if (auto cleared = oled.transfer(); !cleared)
        return cleared.error();
    const std::array<std::uint8_t, 2> on = {kCommands, kDisplayOn};
    if (auto turnedOn = sent(bus.write(kAddress, on)); !turnedOn)
        return turnedOn.error();
    return oled;
}

Result<void> Oled::show(std::string_view first, std::string_view second)
{
    m_picture.fill(0);
    draw(first, 1);
    draw(second, 5);
    return transfer();
}

Result<void> Oled::turnOff()
{
    const std::array<std::uint8_t, 2> off = {kCommands, kDisplayOff};
    return sent(m_bus->write(kAddress, off));
}

/// In double size: a character takes two pages of twelve columns.
void Oled::draw(std::string_view text, unsigned page)
{
    constexpr unsigned kAdvance = 12;
    unsigned x = 4;
    for (const char character : text) {
        const auto* const glyph = std::find_if(kFont.begin(), kFont.end(), [&](const Glyph& one) {
            return one.character == character;
        });
        if (x + kAdvance > kWidth)
            return;
        for (unsigned column = 0; glyph != kFont.end() && column < kAdvance - 2; ++column) {
            const std::uint16_t rows = doubled(glyph->columns.at(column / 2));
            m_picture.at(page * kWidth + x + column) = static_cast<std::uint8_t>(rows);
            m_picture.at((page + 1) * kWidth + x + column) = static_cast<std::uint8_t>(rows >> 8U);
        }
        x += kAdvance;
    }
}

Result<void> Oled::transfer()
{
    if (auto placed = sent(m_bus->write(kAddress, kWholeDisplay)); !placed)
        return placed;
    std::vector<std::uint8_t> message = {kData};
    message.insert(message.end(), m_picture.begin(), m_picture.end());
    return sent(m_bus->write(kAddress, message));
}

} // namespace weather
