// All decoders. A new one is a file here and a line in decoders.inc.
#pragma once

#include "signals/decoders/decoder.hpp"

#include <cstdint>
#include <optional>

namespace perisphere::studio
{

[[nodiscard]] const std::vector<Decoder>& allDecoders();

enum class LineParity : std::uint8_t { None, Even, Odd };

struct UartFormat {
    unsigned baudRate = 115'200;
    unsigned dataBits = 8; ///< 5 to 8
    LineParity parity = LineParity::None;
    unsigned stopBits = 1;
};

/// Idle high, least significant bit first. A parity that is not right and a stop bit that is low
/// are errors.
[[nodiscard]] Annotations decodeUart(const Track& line, const UartFormat& format);

/// Starts, addresses with their direction, bytes with their acknowledgements, stops.
[[nodiscard]] Annotations decodeI2c(const Track& clock, const Track& data);

struct SpiFormat {
    unsigned mode = 0; ///< 0 to 3: CPOL in bit 1, CPHA in bit 0
    bool isLeastSignificantFirst = false;
    bool isSelectedHigh = false;
};

/// A byte begins anew when the chip is selected; without such a line, after a pause of the clock.
[[nodiscard]] Annotations decodeSpi(const Track& clock, const Track& data, const Track* chipSelect,
                                    const SpiFormat& format);

/// Frequency and share of the time that it is high, as of the last whole period.
struct PwmSight {
    double hertz = 0;
    double duty = 0; ///< 0 to 1
};
[[nodiscard]] std::optional<PwmSight> measurePwm(const Track& line, std::int64_t time);

/// Spans of periods that are alike, with frequency and share; a gap without any has a span of its
/// own. `tolerance` is of a period and of what of it is high, parts of the period.
[[nodiscard]] Annotations decodePwm(const Track& line, double tolerance);

} // namespace perisphere::studio
