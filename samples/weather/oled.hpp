// Text on a display with an SSD1306, 128x64.
#pragma once

#include <applibs/i2c.hpp>

#include <array>
#include <string_view>

namespace weather
{

class Oled
{
public:
    static constexpr unsigned kWidth = 128;
    static constexpr unsigned kPages = 8; ///< of eight rows each

    /// Clears the display and turns it on. `bus` outlives it.
    static applibs::Result<Oled> start(applibs::i2c::I2cMaster& bus);

    /// Two lines of up to ten characters: digits and " .-hPaC", and ' for the degree sign; others
    /// are blank.
    applibs::Result<void> show(std::string_view first, std::string_view second);

    applibs::Result<void> turnOff();

private:
    explicit Oled(applibs::i2c::I2cMaster& bus)
        : m_bus(&bus)
    {
    }

    void draw(std::string_view text, unsigned page);
    applibs::Result<void> transfer();

    applibs::i2c::I2cMaster* m_bus;
    std::array<std::uint8_t, kWidth * kPages> m_picture{};
};

} // namespace weather
