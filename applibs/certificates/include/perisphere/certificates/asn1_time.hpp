// Times of certificates as seconds since 1970, which a time_t of 32 bits does not hold.
#pragma once

#include <openssl/asn1.h>

#include <cstdint>
#include <optional>

namespace perisphere::certificates
{

/// nullopt when the certificate's text is no time.
[[nodiscard]] std::optional<std::int64_t> secondsOf(const ASN1_TIME* time);

/// As ASN1_TIME_set(): a new one for nullptr; nullptr when it cannot be.
ASN1_TIME* setTime(ASN1_TIME* time, std::int64_t seconds);

} // namespace perisphere::certificates
