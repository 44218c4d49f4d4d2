// Private keys in PEM.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/certificates/openssl_handles.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace perisphere::certificates
{

/// RSA of 1024 to 4096 bits, or a NIST curve; PKCS #1, SEC 1 or PKCS #8, encrypted or not. An
/// encrypted key needs its password, one that is not must come without. What would keep the device
/// busy for long (a million rounds of key derivation, scrypt) is refused.
[[nodiscard]] Result<PkeyPtr> readPrivateKey(std::string_view pem,
                                             std::optional<std::string_view> password);

/// PEM of PKCS #8, not encrypted.
[[nodiscard]] Result<std::string> writePrivateKey(EVP_PKEY& key);

/// Whether the key is whole and the certificate's.
[[nodiscard]] Result<> checkKeyOf(const X509& certificate, EVP_PKEY& key);

} // namespace perisphere::certificates
