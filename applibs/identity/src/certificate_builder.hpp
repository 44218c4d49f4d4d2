// Certificates and revocation lists of the attestation authority.
#pragma once

#include "p256.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace perisphere::identity
{

enum class CertificateRole : std::uint8_t { Root, Intermediate, Client };

struct CertificateSpec {
    CertificateRole role = CertificateRole::Client;
    std::string commonName;
    std::string organisation; ///< may be empty
    std::uint64_t serial = 0;
    std::int64_t notBefore = 0; ///< seconds since 1970 UTC
    std::int64_t notAfter = 0;
};

/// Signed by `issuerKey`; `issuer` is nullptr for a certificate that is its own issuer.
[[nodiscard]] Result<X509Ptr> buildCertificate(const CertificateSpec& spec, EVP_PKEY& subjectKey,
                                               X509* issuer, EVP_PKEY& issuerKey);

/// A list of the issuer's, good from `now` on for a day. PEM.
[[nodiscard]] Result<std::string> buildRevocationList(const std::set<std::uint64_t>& serials,
                                                      std::int64_t now, X509& issuer,
                                                      EVP_PKEY& issuerKey);

/// PKCS #10, for a client certificate. PEM.
[[nodiscard]] Result<std::string> buildRequest(const std::string& commonName, EVP_PKEY& key);

[[nodiscard]] Result<std::string> pemOfCertificate(X509& certificate);

} // namespace perisphere::identity
