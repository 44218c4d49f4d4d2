// Signing keys, certificates and trust stores: ECDSA on P-256 with SHA-256.
#pragma once

#include "perisphere/base/result.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::image
{

using Signature = std::array<std::uint8_t, 64>;  ///< r and s, 32 bytes each, big endian
using Thumbprint = std::array<std::uint8_t, 20>; ///< SHA-1 of a certificate's DER

[[nodiscard]] std::string toHex(std::span<const std::uint8_t> bytes); ///< lower case

/// A private key with its certificate. The key never leaves the object but through privateKeyPem().
class SigningKey
{
public:
    /// A fresh P-256 key and a self-signed certificate with the given common name.
    static Result<SigningKey> generate(std::string_view commonName);

    /// From PEM texts; Invalid when either is malformed, not P-256, or the two do not belong
    /// together.
    static Result<SigningKey> fromPem(std::string_view privateKeyPem,
                                      std::string_view certificatePem);

    SigningKey(SigningKey&&) noexcept;
    SigningKey& operator=(SigningKey&&) noexcept;
    ~SigningKey();

    [[nodiscard]] Result<std::string> privateKeyPem() const;
    [[nodiscard]] Result<std::string> certificatePem() const;
    [[nodiscard]] Thumbprint thumbprint() const;

    /// Deterministic (RFC 6979): same key, same data, same signature.
    [[nodiscard]] Result<Signature> sign(std::span<const std::byte> data) const;

private:
    struct Data;
    explicit SigningKey(std::unique_ptr<Data> data);
    std::unique_ptr<Data> m_data;
};

/// Certificates whose signatures are accepted. Only what is added is trusted; there is no default.
class TrustStore
{
public:
    TrustStore();
    TrustStore(TrustStore&&) noexcept;
    TrustStore& operator=(TrustStore&&) noexcept;
    ~TrustStore();

    /// Adds every certificate of a PEM text. Invalid when there is none or one has no P-256 key.
    [[nodiscard]] Result<> addPem(std::string_view pem, std::string_view sourceName);

    [[nodiscard]] std::size_t size() const;

    /// Subject of the certificate that verified it. Untrusted: no certificate with that thumbprint,
    /// or the signature does not match.
    [[nodiscard]] Result<std::string> verify(std::span<const std::byte> data,
                                             const Signature& signature,
                                             const Thumbprint& signer) const;

private:
    struct Data;
    std::unique_ptr<Data> m_data;
};

} // namespace perisphere::image
