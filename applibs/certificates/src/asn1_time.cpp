#include "perisphere/certificates/asn1_time.hpp"

#include <chrono>
#include <ctime>

namespace perisphere::certificates
{

std::optional<std::int64_t> secondsOf(const ASN1_TIME* time)
{
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1)
        return std::nullopt;
    const std::chrono::sys_days day = std::chrono::year(parts.tm_year + 1900) /
                                      std::chrono::month(static_cast<unsigned>(parts.tm_mon + 1)) /
                                      std::chrono::day(static_cast<unsigned>(parts.tm_mday));
    const std::chrono::sys_seconds second = day + std::chrono::hours(parts.tm_hour) +
                                            std::chrono::minutes(parts.tm_min) +
                                            std::chrono::seconds(parts.tm_sec);
    return second.time_since_epoch().count();
}

ASN1_TIME* setTime(ASN1_TIME* time, std::int64_t seconds)
{
    constexpr std::int64_t kSecondsOfDay = 86'400;
    return ASN1_TIME_adj(time, 0, static_cast<int>(seconds / kSecondsOfDay),
                         static_cast<long>(seconds % kSecondsOfDay));
}

} // namespace perisphere::certificates
