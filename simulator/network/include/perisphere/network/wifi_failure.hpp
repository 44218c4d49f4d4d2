// Why the device last failed to connect to a network, by the documented numbers.
#pragma once

#include <cstdint>
#include <string>

namespace perisphere::network
{

enum class WifiError : std::int32_t {
    ConnectionFailed = 1,
    NetworkNotFound = 2,
    NoPskIncluded = 3,
    WrongKey = 4,
    AuthenticationFailed = 5,
    SecurityTypeMismatch = 6,
    NetworkFrequencyNotAllowed = 7,
    NetworkNotEssPbssMbss = 8,
    NetworkNotSupported = 9,
    NetworkNonWpa = 10,
};

enum class CertError : std::int32_t {
    Unspecified = 0,
    Untrusted = 1,
    Revoked = 2,
    NotYetValid = 3,
    Expired = 4,
    SubjectMismatch = 5,
    AltSubjectMismatch = 6,
    BadCertificate = 7,
    ServerChainProbeFailed = 8,
    DomainSuffixMismatch = 9,
    DomainMismatch = 10,
    InsufficientKeyLen = 11,
    CertificateNotFound = 100,
    InvalidRootCa = 101,
    InvalidClientAuth = 102,
};

struct WifiFailure {
    WifiError error = WifiError::ConnectionFailed;
    std::int64_t timestamp = 0; ///< by the device's clock, seconds since 1970
    // With AuthenticationFailed.
    CertError certError = CertError::Unspecified;
    std::int32_t certDepth = 0; ///< in the chain: 0 is the certificate itself
    std::string certSubject;
    bool operator==(const WifiFailure&) const = default;
};

} // namespace perisphere::network
