// P-256 keys, made and kept.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/certificates/openssl_handles.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::identity
{

using certificates::BioPtr;
using certificates::PkeyPtr;
using certificates::X509Ptr;
using Digest = std::array<std::uint8_t, 32>; ///< SHA-256

/// OpenSSL's failure at `operation`.
[[nodiscard]] Error cryptoFailure(std::string_view operation);

[[nodiscard]] Digest sha256(std::span<const std::uint8_t> bytes);

/// HMAC-SHA256(seed, purpose): all that follows from a seed.
[[nodiscard]] Digest derive(std::string_view seed, std::string_view purpose);

/// From the system's random numbers, or, for simulations that repeat themselves, from a seed; keys
/// of different purposes differ.
[[nodiscard]] Result<PkeyPtr> makeKey(const std::optional<std::string>& seed,
                                      std::string_view purpose);

/// The key in a file (PKCS #8, its owner's alone), which is made when it is not there.
[[nodiscard]] Result<PkeyPtr> keyInFile(const std::filesystem::path& path,
                                        const std::optional<std::string>& seed,
                                        std::string_view purpose);

/// DER of the SubjectPublicKeyInfo.
[[nodiscard]] Result<std::vector<std::uint8_t>> publicKeyOf(EVP_PKEY& key);

/// ECDSA over a digest of any length, DER. Not the same each time: the nonce is random.
[[nodiscard]] Result<std::vector<std::uint8_t>> signDigest(EVP_PKEY& key,
                                                           std::span<const std::uint8_t> digest);

[[nodiscard]] bool isSignedBy(EVP_PKEY& key, std::span<const std::uint8_t> digest,
                              std::span<const std::uint8_t> signature);

[[nodiscard]] std::string toHex(std::span<const std::uint8_t> bytes);

} // namespace perisphere::identity
