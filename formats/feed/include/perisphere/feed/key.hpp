// Keys of an update feed: Ed25519 (RFC 8032), whose signatures are the same for the same data.
#pragma once

#include "perisphere/base/result.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace perisphere::feed
{

using Signature = std::array<std::uint8_t, 64>;

/// Lower-case hexadecimal digits of SHA-256.
[[nodiscard]] std::string sha256(std::string_view data);

/// The same of data that comes in parts.
class Sha256
{
public:
    Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;
    ~Sha256();

    void add(std::string_view data);
    /// Of all that was added; after this nothing can be.
    [[nodiscard]] std::string finish();

private:
    struct Data;
    std::unique_ptr<Data> m_data;
};

/// What devices know of a key.
class PublicKey
{
public:
    /// From 64 hexadecimal digits, lower case.
    [[nodiscard]] static Result<PublicKey> fromHex(std::string_view hex);

    [[nodiscard]] const std::array<std::uint8_t, 32>& bytes() const { return m_bytes; }
    [[nodiscard]] std::string hex() const;

    /// What metadata call it: SHA-256 of its canonical JSON, 64 hexadecimal digits.
    [[nodiscard]] std::string id() const;

    [[nodiscard]] bool verifies(std::string_view data, const Signature& signature) const;

    bool operator==(const PublicKey&) const = default;

private:
    friend class PrivateKey;
    std::array<std::uint8_t, 32> m_bytes{};
};

/// What the feed's maker keeps. The secret leaves the object through pem() alone.
class PrivateKey
{
public:
    [[nodiscard]] static Result<PrivateKey> generate();
    /// PKCS #8 without a password. Invalid when it is no Ed25519 key.
    [[nodiscard]] static Result<PrivateKey> fromPem(std::string_view pem);

    PrivateKey(PrivateKey&&) noexcept;
    PrivateKey& operator=(PrivateKey&&) noexcept;
    ~PrivateKey();

    [[nodiscard]] const PublicKey& publicKey() const;
    [[nodiscard]] Result<std::string> pem() const;
    [[nodiscard]] Result<Signature> sign(std::string_view data) const;

private:
    struct Data;
    explicit PrivateKey(std::unique_ptr<Data> data);
    [[nodiscard]] static Result<PrivateKey> wrap(std::unique_ptr<Data> data);
    std::unique_ptr<Data> m_data;
};

} // namespace perisphere::feed
