// The MT3620's pads: one pin each, named "MT3620.GPIO8".
#pragma once

#include "perisphere/engine/net.hpp"
#include "perisphere/engine/pin.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace perisphere::soc
{

/// One more than the highest GPIO number.
inline constexpr std::size_t kGpioCount = 81;

/// Whether the chip has a pad of that GPIO number: 0 to 23, 26 to 48, 56 to 75, 80.
[[nodiscard]] constexpr bool hasPad(std::int64_t gpio)
{
    return (gpio >= 0 && gpio <= 23) || (gpio >= 26 && gpio <= 48) || (gpio >= 56 && gpio <= 75) ||
           gpio == 80;
}

/// Pads of an ISU, in the order of their GPIO numbers.
enum class IsuPad : std::uint8_t {
    TxdSclk,    ///< UART TXD, SPI SCLK
    RtsMosiScl, ///< UART RTS, SPI MOSI, I2C SCL
    RxdMisoSda, ///< UART RXD, SPI MISO, I2C SDA
    CtsCsa,     ///< UART CTS, SPI chip select A
    Csb,        ///< SPI chip select B
};

inline constexpr unsigned kIsuCount = 5;
inline constexpr unsigned kPwmControllerCount = 3;
inline constexpr unsigned kPwmChannelCount = 4;
inline constexpr unsigned kAdcChannelCount = 8;

/// GPIO numbers of the pads' other functions.
[[nodiscard]] constexpr unsigned isuGpio(unsigned isu, IsuPad pad)
{
    constexpr std::array<unsigned, kIsuCount> first = {26, 31, 36, 66, 71};
    return first[isu] + static_cast<unsigned>(pad);
}
[[nodiscard]] constexpr unsigned pwmGpio(unsigned controller, unsigned channel)
{
    return controller * kPwmChannelCount + channel;
}
[[nodiscard]] constexpr unsigned adcGpio(unsigned channel)
{
    return 41 + channel;
}

class Pads
{
public:
    explicit Pads(engine::Netlist& netlist);

    /// hasPad(gpio) has to hold.
    [[nodiscard]] engine::Pin& operator[](std::size_t gpio) { return *m_pins[gpio]; }
    [[nodiscard]] engine::Pin& isu(unsigned isu, IsuPad pad) { return *m_pins[isuGpio(isu, pad)]; }

private:
    std::array<std::unique_ptr<engine::Pin>, kGpioCount> m_pins;
};

} // namespace perisphere::soc
