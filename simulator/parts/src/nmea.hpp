// NMEA 0183: the sentences that receivers of satellite navigation give out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace perisphere::parts
{

/// Of the characters between "$" and "*": their exclusive or.
[[nodiscard]] constexpr std::uint8_t nmeaChecksum(std::string_view body)
{
    std::uint8_t sum = 0;
    for (const char character : body)
        sum = static_cast<std::uint8_t>(sum ^ static_cast<std::uint8_t>(character));
    return sum;
}

/// The whole sentence: "$", body, "*", checksum, CR and LF.
[[nodiscard]] std::string nmeaSentence(std::string_view body);

/// "4717.11399,N": degrees, minutes with five decimals, hemisphere.
[[nodiscard]] std::string nmeaLatitude(double degrees);
/// "00833.91590,E".
[[nodiscard]] std::string nmeaLongitude(double degrees);

} // namespace perisphere::parts
