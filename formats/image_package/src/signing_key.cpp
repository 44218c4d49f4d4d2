#include "certificate.hpp"
#include "deterministic_ecdsa.hpp"
#include "openssl_handles.hpp"
#include "perisphere/image/signing.hpp"

#include <fmt/format.h>
#include <openssl/core_names.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <cstring>

namespace perisphere::image
{

struct SigningKey::Data {
    PkeyPtr key;
    X509Ptr certificate;
    Thumbprint thumbprint{};
};

namespace
{

constexpr long kValiditySeconds = 20L * 365 * 24 * 3600;

bool addExtension(X509& certificate, int nid, const char* value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, &certificate, &certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value);
    const bool added = extension != nullptr && X509_add_ext(&certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return added;
}

/// 16 random bytes without the top bit, so that the number is positive and at most 20 bytes long
/// (RFC 5280).
bool setRandomSerial(X509& certificate)
{
    std::array<std::uint8_t, 16> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        return false;
    bytes[0] = static_cast<std::uint8_t>((bytes[0] & 0x7FU) | 0x40U);
    const BignumPtr number(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
    return number &&
           BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(&certificate)) != nullptr;
}

Result<X509Ptr> selfSigned(EVP_PKEY& key, std::string_view commonName)
{
    X509Ptr certificate(X509_new());
    if (!certificate)
        return fail(cryptoError("making a certificate"));
    X509_NAME* name = X509_get_subject_name(certificate.get());
    const auto* text = reinterpret_cast<const unsigned char*>(commonName.data());
    const bool done =
        X509_set_version(certificate.get(), X509_VERSION_3) == 1 && setRandomSerial(*certificate) &&
        X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0) != nullptr &&
        X509_gmtime_adj(X509_getm_notAfter(certificate.get()), kValiditySeconds) != nullptr &&
        X509_set_pubkey(certificate.get(), &key) == 1 &&
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, text,
                                   static_cast<int>(commonName.size()), -1, 0) == 1 &&
        X509_set_issuer_name(certificate.get(), name) == 1 &&
        addExtension(*certificate, NID_basic_constraints, "critical,CA:FALSE") &&
        addExtension(*certificate, NID_key_usage, "critical,digitalSignature") &&
        addExtension(*certificate, NID_subject_key_identifier, "hash") &&
        X509_sign(certificate.get(), &key, EVP_sha256()) > 0;
    if (!done)
        return fail(cryptoError("making a certificate"));
    return certificate;
}

/// An encrypted key must not make a library ask on the terminal.
int refusePassword(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*unused*/)
{
    return -1;
}

Error invalidPem(std::string_view what)
{
    ERR_clear_error();
    return Error{.code = ErrorCode::Invalid,
                 .message = fmt::format("the {} cannot be read", what),
                 .expected = "PEM without a password"};
}

} // namespace

SigningKey::SigningKey(std::unique_ptr<Data> data)
    : m_data(std::move(data))
{
}
SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey& SigningKey::operator=(SigningKey&&) noexcept = default;
SigningKey::~SigningKey() = default;

Result<SigningKey> SigningKey::generate(std::string_view commonName)
{
    auto data = std::make_unique<Data>();
    // What the macro EVP_EC_gen() does, but for its cast that drops a const, which clang refuses.
    std::string curve = "P-256";
    data->key = PkeyPtr(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", curve.data()));
    if (!data->key)
        return fail(cryptoError("generating a P-256 key"));
    auto certificate = selfSigned(*data->key, commonName);
    if (!certificate)
        return fail(certificate.error());
    data->certificate = std::move(*certificate);
    auto thumbprint = thumbprintOf(*data->certificate);
    if (!thumbprint)
        return fail(thumbprint.error());
    data->thumbprint = *thumbprint;
    return SigningKey(std::move(data));
}

Result<SigningKey> SigningKey::fromPem(std::string_view privateKeyPem,
                                       std::string_view certificatePem)
{
    auto data = std::make_unique<Data>();
    const BioPtr keyText = readFrom(privateKeyPem);
    data->key = PkeyPtr(PEM_read_bio_PrivateKey(keyText.get(), nullptr, refusePassword, nullptr));
    if (!data->key)
        return fail(invalidPem("signing key"));
    const BioPtr certificateText = readFrom(certificatePem);
    data->certificate =
        X509Ptr(PEM_read_bio_X509(certificateText.get(), nullptr, refusePassword, nullptr));
    if (!data->certificate)
        return fail(invalidPem("signing certificate"));
    if (!isP256(*data->key))
        return fail(Error{.code = ErrorCode::Invalid,
                          .message = "the signing key is of another kind",
                          .expected = "an EC key on P-256"});
    if (X509_check_private_key(data->certificate.get(), data->key.get()) != 1) {
        ERR_clear_error();
        return fail(Error{.code = ErrorCode::Invalid,
                          .message = "the signing key and the certificate do not belong together",
                          .expected = "the certificate of this key"});
    }
    auto thumbprint = thumbprintOf(*data->certificate);
    if (!thumbprint)
        return fail(thumbprint.error());
    data->thumbprint = *thumbprint;
    return SigningKey(std::move(data));
}

Result<std::string> SigningKey::privateKeyPem() const
{
    const BioPtr out(BIO_new(BIO_s_secmem()));
    if (!out || PEM_write_bio_PKCS8PrivateKey(out.get(), m_data->key.get(), nullptr, nullptr, 0,
                                              nullptr, nullptr) != 1)
        return fail(cryptoError("writing the signing key"));
    return contentOf(out.get());
}

Result<std::string> SigningKey::certificatePem() const
{
    const BioPtr out(BIO_new(BIO_s_mem()));
    if (!out || PEM_write_bio_X509(out.get(), m_data->certificate.get()) != 1)
        return fail(cryptoError("writing the certificate"));
    return contentOf(out.get());
}

Thumbprint SigningKey::thumbprint() const
{
    return m_data->thumbprint;
}

Result<Signature> SigningKey::sign(std::span<const std::byte> data) const
{
    BIGNUM* number = nullptr;
    if (EVP_PKEY_get_bn_param(m_data->key.get(), OSSL_PKEY_PARAM_PRIV_KEY, &number) != 1)
        return fail(cryptoError("reading the signing key"));
    const BignumPtr privateKey(number);
    BN_set_flags(privateKey.get(), BN_FLG_CONSTTIME);
    Digest digest{};
    if (EVP_Digest(data.data(), data.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1)
        return fail(cryptoError("hashing"));
    return signDeterministically(*privateKey, digest);
}

} // namespace perisphere::image
