#include "perisphere/image/signing.hpp"

#include "deterministic_ecdsa.hpp"
#include "openssl_handles.hpp"

#include <catch2/catch.hpp>
#include <openssl/pem.h>

#include <string>

namespace perisphere::signing_test
{

using namespace perisphere::image;

namespace
{

std::span<const std::byte> bytes(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

SigningKey newKey(std::string_view name = "test")
{
    auto key = SigningKey::generate(name);
    REQUIRE(key);
    return std::move(*key);
}

/// The signature of RFC 6979 A.2.5's key over a message.
std::string vectorSignature(std::string_view message)
{
    BIGNUM* number = nullptr;
    BN_hex2bn(&number, "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721");
    const BignumPtr key(number);
    Digest digest{};
    EVP_Digest(message.data(), message.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
    const auto signature = signDeterministically(*key, digest);
    REQUIRE(signature);
    return toHex(*signature);
}

} // namespace

TEST_CASE("signatures are those of RFC 6979 A.2.5 for P-256 and SHA-256")
{
    CHECK(vectorSignature("sample") ==
          "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
          "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");
    CHECK(vectorSignature("test") ==
          "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367"
          "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083");
}

TEST_CASE("a signature is verified by the signer's certificate, and by no other")
{
    const SigningKey key = newKey("Ann");
    const SigningKey other = newKey("Bob");
    const auto signature = key.sign(bytes("content"));
    REQUIRE(signature);
    CHECK(key.sign(bytes("content")) == signature);

    TrustStore trust;
    REQUIRE(trust.addPem(*other.certificatePem(), "other"));
    CHECK(trust.verify(bytes("content"), *signature, key.thumbprint()).error().code ==
          ErrorCode::Untrusted);
    REQUIRE(trust.addPem(*key.certificatePem(), "own"));
    CHECK(trust.size() == 2);
    CHECK(trust.verify(bytes("content"), *signature, key.thumbprint()).value() == "CN=Ann");
    CHECK_FALSE(trust.verify(bytes("c0ntent"), *signature, key.thumbprint()));
    CHECK_FALSE(trust.verify(bytes("content"), *signature, other.thumbprint()));
    CHECK_FALSE(trust.verify(bytes("content"), Signature{}, key.thumbprint()));
}

TEST_CASE("a hundred messages sign and verify")
{
    const SigningKey key = newKey();
    TrustStore trust;
    REQUIRE(trust.addPem(*key.certificatePem(), "own"));
    for (int i = 0; i < 100; ++i) {
        const std::string message = "message " + std::to_string(i);
        CHECK(trust.verify(bytes(message), *key.sign(bytes(message)), key.thumbprint()));
    }
}

TEST_CASE("a key goes to PEM and back")
{
    const SigningKey key = newKey();
    const auto pem = key.privateKeyPem();
    REQUIRE(pem);
    CHECK(pem->starts_with("-----BEGIN PRIVATE KEY-----"));
    const auto again = SigningKey::fromPem(*pem, *key.certificatePem());
    REQUIRE(again);
    CHECK(again->thumbprint() == key.thumbprint());
    CHECK(again->sign(bytes("x")) == key.sign(bytes("x")));
}

TEST_CASE("keys and certificates that cannot be used are refused")
{
    const SigningKey key = newKey();
    const SigningKey other = newKey();
    CHECK(SigningKey::fromPem("", *key.certificatePem()).error().code == ErrorCode::Invalid);
    CHECK(SigningKey::fromPem(*key.privateKeyPem(), "x").error().code == ErrorCode::Invalid);
    CHECK(SigningKey::fromPem(*key.privateKeyPem(), *other.certificatePem())
              .error()
              .message.find("belong") != std::string::npos);

    const PkeyPtr p384(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-384"));
    const BioPtr out(BIO_new(BIO_s_mem()));
    PEM_write_bio_PrivateKey(out.get(), p384.get(), nullptr, nullptr, 0, nullptr, nullptr);
    CHECK(SigningKey::fromPem(contentOf(out.get()), *key.certificatePem()).error().expected ==
          "an EC key on P-256");
}

TEST_CASE("a trust store takes whole files only")
{
    const SigningKey key = newKey();
    const std::string pem = *key.certificatePem();
    TrustStore trust;
    CHECK_FALSE(trust.addPem("no certificate", "a.pem"));
    CHECK_FALSE(trust.addPem(pem + pem.substr(0, pem.size() / 2) + "\n-----END CERTIFICATE-----\n",
                             "a.pem"));
    CHECK(trust.size() == 0);
    CHECK(trust.addPem("a comment\n" + pem + pem, "a.pem"));
    CHECK(trust.size() == 2);
}

} // namespace perisphere::signing_test
