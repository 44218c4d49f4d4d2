// How a device proves to an authority what it is and runs, and gets a certificate for it.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/identity/measurement.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace perisphere::identity
{

/// Chosen by the authority, answered once.
using Nonce = std::array<std::uint8_t, 32>;

/// The device's answer to a nonce.
struct Evidence {
    std::string tenant;                  ///< UUID, lower case
    std::vector<std::uint8_t> publicKey; ///< DER of the SubjectPublicKeyInfo
    Nonce nonce{};
    std::uint64_t counter = 0; ///< larger than in any evidence of the device before
    Measurement measurement{};
    std::vector<std::uint8_t> signature; ///< by the device's key over evidenceDigest()
};

/// SHA-256 over all of it but the signature.
[[nodiscard]] std::array<std::uint8_t, 32> evidenceDigest(const Evidence& evidence);

/// Client certificate and intermediate, PEM, the client's first.
struct IssuedCertificate {
    std::string chain;
    std::int64_t notAfter = 0; ///< seconds since 1970 UTC
};

class AttestationService
{
public:
    virtual ~AttestationService() = default;

    [[nodiscard]] virtual Result<Nonce> challenge() = 0;

    /// Untrusted when the evidence does not hold; PermissionDenied when the device is barred.
    [[nodiscard]] virtual Result<IssuedCertificate> attest(const Evidence& evidence) = 0;
};

} // namespace perisphere::identity
