#include "perisphere/feed/key.hpp"

#include "hex.hpp"

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>

#include <utility>

namespace perisphere::feed
{
namespace
{

template <class T, void (*Free)(T*)>
struct Freer {
    void operator()(T* object) const { Free(object); }
};

using PkeyPtr = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY, EVP_PKEY_free>>;
using DigestContextPtr = std::unique_ptr<EVP_MD_CTX, Freer<EVP_MD_CTX, EVP_MD_CTX_free>>;
using BioPtr = std::unique_ptr<BIO, Freer<BIO, BIO_free_all>>;

const unsigned char* bytesOf(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

/// A failure of the library. Its error queue is emptied.
Error cryptoError(std::string_view operation)
{
    ERR_clear_error();
    return Error{.code = ErrorCode::Io, .message = fmt::format("{} failed", operation)};
}

/// An encrypted key must not make a library ask on the terminal.
int refusePassword(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*unused*/)
{
    return -1;
}

} // namespace

std::string sha256(std::string_view data)
{
    std::array<std::uint8_t, SHA256_DIGEST_LENGTH> digest{};
    SHA256(bytesOf(data), data.size(), digest.data());
    return toHex(digest);
}

struct Sha256::Data {
    DigestContextPtr context;
};

Sha256::Sha256()
    : m_data(std::make_unique<Data>())
{
    m_data->context.reset(EVP_MD_CTX_new());
    EVP_DigestInit_ex2(m_data->context.get(), EVP_sha256(), nullptr);
}
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;
Sha256::~Sha256() = default;

void Sha256::add(std::string_view data)
{
    EVP_DigestUpdate(m_data->context.get(), data.data(), data.size());
}

std::string Sha256::finish()
{
    std::array<std::uint8_t, SHA256_DIGEST_LENGTH> digest{};
    EVP_DigestFinal_ex(m_data->context.get(), digest.data(), nullptr);
    return toHex(digest);
}

Result<PublicKey> PublicKey::fromHex(std::string_view hex)
{
    PublicKey key;
    if (!feed::fromHex(hex, key.m_bytes))
        return fail(Error{.code = ErrorCode::Invalid,
                          .message = fmt::format("\"{}\" is no public key", hex),
                          .expected = "64 hexadecimal digits in lower case"});
    return key;
}

std::string PublicKey::hex() const
{
    return toHex(m_bytes);
}

std::string PublicKey::id() const
{
    return sha256(fmt::format(
        R"({{"keytype":"ed25519","keyval":{{"public":"{}"}},"scheme":"ed25519"}})", hex()));
}

bool PublicKey::verifies(std::string_view data, const Signature& signature) const
{
    const PkeyPtr key(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, m_bytes.data(), m_bytes.size()));
    const DigestContextPtr context(EVP_MD_CTX_new());
    const bool matches =
        key && context &&
        EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
        EVP_DigestVerify(context.get(), signature.data(), signature.size(), bytesOf(data),
                         data.size()) == 1;
    ERR_clear_error();
    return matches;
}

struct PrivateKey::Data {
    PkeyPtr key;
    PublicKey publicKey;
};

PrivateKey::PrivateKey(std::unique_ptr<Data> data)
    : m_data(std::move(data))
{
}
PrivateKey::PrivateKey(PrivateKey&&) noexcept = default;
PrivateKey& PrivateKey::operator=(PrivateKey&&) noexcept = default;
PrivateKey::~PrivateKey() = default;

Result<PrivateKey> PrivateKey::wrap(std::unique_ptr<Data> data)
{
    auto& bytes = data->publicKey.m_bytes;
    std::size_t length = bytes.size();
    if (EVP_PKEY_get_raw_public_key(data->key.get(), bytes.data(), &length) != 1 ||
        length != bytes.size())
        return fail(cryptoError("reading the public key"));
    return PrivateKey(std::move(data));
}

Result<PrivateKey> PrivateKey::generate()
{
    auto data = std::make_unique<Data>();
    data->key = PkeyPtr(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    if (!data->key)
        return fail(cryptoError("generating a key"));
    return wrap(std::move(data));
}

Result<PrivateKey> PrivateKey::fromPem(std::string_view pem)
{
    auto data = std::make_unique<Data>();
    const BioPtr in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    data->key = PkeyPtr(PEM_read_bio_PrivateKey(in.get(), nullptr, refusePassword, nullptr));
    if (!data->key || EVP_PKEY_get_id(data->key.get()) != EVP_PKEY_ED25519) {
        ERR_clear_error();
        return fail(Error{.code = ErrorCode::Invalid,
                          .message = "there is no key of a feed in it",
                          .expected = "an Ed25519 key (PEM, PKCS #8) without a password"});
    }
    return wrap(std::move(data));
}

const PublicKey& PrivateKey::publicKey() const
{
    return m_data->publicKey;
}

Result<std::string> PrivateKey::pem() const
{
    const BioPtr out(BIO_new(BIO_s_secmem()));
    if (!out || PEM_write_bio_PKCS8PrivateKey(out.get(), m_data->key.get(), nullptr, nullptr, 0,
                                              nullptr, nullptr) != 1)
        return fail(cryptoError("writing the key"));
    char* text = nullptr;
    const long size = BIO_get_mem_data(out.get(), &text);
    return std::string(text, static_cast<std::size_t>(size));
}

Result<Signature> PrivateKey::sign(std::string_view data) const
{
    const DigestContextPtr context(EVP_MD_CTX_new());
    Signature signature{};
    std::size_t length = signature.size();
    if (!context ||
        EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, m_data->key.get()) != 1 ||
        EVP_DigestSign(context.get(), signature.data(), &length, bytesOf(data), data.size()) != 1 ||
        length != signature.size())
        return fail(cryptoError("signing"));
    return signature;
}

} // namespace perisphere::feed
