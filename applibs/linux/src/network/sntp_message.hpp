// Messages of the Simple Network Time Protocol, version 4 (RFC 4330).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace perisphere::target
{

inline constexpr std::size_t kSntpBytes = 48;
inline constexpr std::uint16_t kSntpPort = 123;

using SntpMessage = std::array<std::byte, kSntpBytes>;

/// Seconds since 1900 in the upper half, of the era that 2036 begins or the one before; parts of a
/// second in the lower half.
using NtpTime = std::uint64_t;

/// Nanoseconds since 1970.
[[nodiscard]] NtpTime toNtp(std::int64_t since1970);
[[nodiscard]] std::int64_t toUnix(NtpTime time);

/// @param mark comes back in the answer: a random number, which who does not see the request cannot
/// guess, and which tells nothing of our clock
[[nodiscard]] SntpMessage sntpRequest(NtpTime mark);

struct SntpAnswer {
    std::int64_t received = 0; ///< when the request was there, by the server's clock; since 1970
    std::int64_t sent = 0;     ///< when the answer left
};
/// nullopt for what does not answer the request, or comes from a server whose clock is not set.
[[nodiscard]] std::optional<SntpAnswer> parseSntpAnswer(std::span<const std::byte> message,
                                                        NtpTime mark);

struct SntpServerClock {
    std::int64_t received = 0; ///< when the request was there; nanoseconds since 1970
    std::int64_t now = 0;
    bool isSet = false; ///< else the answer says that it is not to be relied on
};
/// nullopt for what is not a client's request.
[[nodiscard]] std::optional<SntpMessage> answerSntp(std::span<const std::byte> request,
                                                    const SntpServerClock& clock);

} // namespace perisphere::target
