#include "nmea.hpp"

#include <fmt/format.h>

#include <cmath>

namespace perisphere::parts
{
namespace
{

std::string coordinate(double degrees, int digits, char hemisphere)
{
    // In hundred thousandths of a minute, so that 59.999999 minutes become the next degree.
    constexpr std::int64_t kMinute = 100'000;
    const std::int64_t steps = std::llround(std::abs(degrees) * 60 * kMinute);
    const std::int64_t minutes = steps / kMinute;
    return fmt::format("{:0{}}{:02}.{:05},{}", minutes / 60, digits, minutes % 60, steps % kMinute,
                       hemisphere);
}

} // namespace

std::string nmeaSentence(std::string_view body)
{
    return fmt::format("${}*{:02X}\r\n", body, nmeaChecksum(body));
}

std::string nmeaLatitude(double degrees)
{
    return coordinate(degrees, 2, degrees < 0 ? 'S' : 'N');
}

std::string nmeaLongitude(double degrees)
{
    return coordinate(degrees, 3, degrees < 0 ? 'W' : 'E');
}

} // namespace perisphere::parts
