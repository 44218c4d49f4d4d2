// What is said on a bus, out of its signals. A new decoder is a function here and its line in the
// page's menu.
#pragma once

#include "signals/signal_store.hpp"

#include <QString>

#include <cstdint>
#include <optional>
#include <vector>

namespace perisphere::studio
{

/// Something that was said, from `begin` to `end`.
struct Annotation {
    std::int64_t begin = 0;
    std::int64_t end = 0;
    QString text;
    bool isError = false;
    std::optional<std::uint8_t> byte = {}; ///< of the data; neither of addresses nor of errors
};

/// 8 data bits, no parity, idle high. A stop bit that is low is an error.
[[nodiscard]] std::vector<Annotation> decodeUart(const Track& line, unsigned baudRate);

/// Starts, addresses with their direction, bytes with their acknowledgements, stops.
[[nodiscard]] std::vector<Annotation> decodeI2c(const Track& clock, const Track& data);

/// Bytes, most significant bit first, mode 0 and 3: taken with the rising edge of the clock.
[[nodiscard]] std::vector<Annotation> decodeSpi(const Track& clock, const Track& data);

/// Frequency and share of the time that it is high, as of the last whole period.
struct PwmSight {
    double hertz = 0;
    double duty = 0; ///< 0 to 1
};
[[nodiscard]] std::optional<PwmSight> measurePwm(const Track& line, std::int64_t time);

} // namespace perisphere::studio
