// What says that a key is a device's: a certificate that the device gives itself, or one that its
// maker's authority gives it, on request.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/identity/device_key.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace perisphere::identity
{

/// As much as an app's library takes.
inline constexpr std::size_t kMaxDeviceChainBytes = 12'288;

/// PEM of a client certificate that is its own issuer, for a server that knows the device by it;
/// without an end, as its key has none.
/// @param now seconds since 1970 UTC
[[nodiscard]] Result<std::string> makeOwnCertificate(DeviceKey& key, const std::string& commonName,
                                                     std::int64_t now);

/// PEM of a PKCS #10 request for a client certificate.
[[nodiscard]] Result<std::string> makeCertificateRequest(DeviceKey& key,
                                                         const std::string& commonName);

/// What of a chain is of interest to those who look at it.
struct ChainFacts {
    std::string chain; ///< PEM: the certificates and nothing else, the device's first
    std::size_t certificates = 0;
    std::string subject; ///< of the device's: "CN = ..."
    std::string issuer;
    std::string fingerprint;    ///< SHA-256 of the device's, hexadecimal
    std::int64_t notBefore = 0; ///< of the device's, seconds since 1970 UTC
    std::int64_t notAfter = 0;  ///< of the one in the chain that ends first
};

/// Refuses what a device could not use: no certificates, private keys, the certificate of another
/// key, one that is not signed by the next, that has ended, or that is not for TLS clients.
/// LimitExceeded, Invalid, Untrusted; `name` is the text's for errors.
[[nodiscard]] Result<ChainFacts> readChain(std::string_view text, const std::string& name,
                                           std::span<const std::uint8_t> publicKey,
                                           std::int64_t now);

} // namespace perisphere::identity
