#include "certificate.hpp"
#include "openssl_handles.hpp"
#include "perisphere/image/signing.hpp"

#include <fmt/format.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/pem.h>

#include <cstring>

namespace perisphere::image
{

Result<Thumbprint> thumbprintOf(X509& certificate)
{
    Thumbprint thumbprint{};
    unsigned int length = 0;
    if (X509_digest(&certificate, EVP_sha1(), thumbprint.data(), &length) != 1 ||
        length != thumbprint.size())
        return fail(cryptoError("hashing the certificate"));
    return thumbprint;
}

bool isP256(const EVP_PKEY& key)
{
    char group[64] = {};
    std::size_t length = 0;
    return EVP_PKEY_is_a(&key, "EC") == 1 &&
           EVP_PKEY_get_utf8_string_param(&key, OSSL_PKEY_PARAM_GROUP_NAME, group, sizeof(group),
                                          &length) == 1 &&
           std::string_view(group, length) == "prime256v1";
}

std::string subjectOf(X509& certificate)
{
    const BioPtr out(BIO_new(BIO_s_mem()));
    X509_NAME_print_ex(out.get(), X509_get_subject_name(&certificate), 0, XN_FLAG_RFC2253);
    return contentOf(out.get());
}

std::string toHex(std::span<const std::uint8_t> bytes)
{
    std::string text;
    for (const std::uint8_t byte : bytes)
        text += fmt::format("{:02x}", byte);
    return text;
}

struct TrustStore::Data {
    struct Trusted {
        Thumbprint thumbprint;
        X509Ptr certificate;
    };
    std::vector<Trusted> certificates;
};

namespace
{

struct DerSignature {
    std::vector<unsigned char> bytes;
};

/// r and s as the ASN.1 that OpenSSL verifies.
Result<DerSignature> toDer(const Signature& signature)
{
    const std::unique_ptr<ECDSA_SIG, Freer<ECDSA_SIG, ECDSA_SIG_free>> value(ECDSA_SIG_new());
    BignumPtr r(BN_bin2bn(signature.data(), 32, nullptr));
    BignumPtr s(BN_bin2bn(signature.data() + 32, 32, nullptr));
    if (!value || !r || !s || ECDSA_SIG_set0(value.get(), r.get(), s.get()) != 1)
        return fail(cryptoError("decoding the signature"));
    (void)r.release(); // the signature owns them now
    (void)s.release();
    const int length = i2d_ECDSA_SIG(value.get(), nullptr);
    if (length <= 0)
        return fail(cryptoError("decoding the signature"));
    DerSignature der{std::vector<unsigned char>(static_cast<std::size_t>(length))};
    unsigned char* out = der.bytes.data();
    i2d_ECDSA_SIG(value.get(), &out);
    return der;
}

bool verifies(EVP_PKEY& key, std::span<const std::byte> data, const DerSignature& signature)
{
    const DigestContextPtr context(EVP_MD_CTX_new());
    const bool matches =
        context && EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, &key) == 1 &&
        EVP_DigestVerify(context.get(), signature.bytes.data(), signature.bytes.size(),
                         reinterpret_cast<const unsigned char*>(data.data()), data.size()) == 1;
    ERR_clear_error();
    return matches;
}

Error untrusted(std::string message, std::string advice)
{
    return Error{
        .code = ErrorCode::Untrusted, .message = std::move(message), .advice = std::move(advice)};
}

} // namespace

TrustStore::TrustStore()
    : m_data(std::make_unique<Data>())
{
}
TrustStore::TrustStore(TrustStore&&) noexcept = default;
TrustStore& TrustStore::operator=(TrustStore&&) noexcept = default;
TrustStore::~TrustStore() = default;

Result<> TrustStore::addPem(std::string_view pem, std::string_view sourceName)
{
    const auto invalid = [&](std::string message) {
        ERR_clear_error();
        return fail(Error{.code = ErrorCode::Invalid,
                          .message = std::move(message),
                          .where = {.file = std::string(sourceName)},
                          .expected = "PEM certificates with P-256 keys"});
    };
    std::vector<Data::Trusted> added;
    const BioPtr in = readFrom(pem);
    while (X509Ptr certificate{PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr)}) {
        const EVP_PKEY* key = X509_get0_pubkey(certificate.get());
        if (key == nullptr || !isP256(*key))
            return invalid(
                fmt::format("certificate \"{}\" has no P-256 key", subjectOf(*certificate)));
        const auto thumbprint = thumbprintOf(*certificate);
        if (!thumbprint)
            return fail(thumbprint.error());
        added.push_back({*thumbprint, std::move(certificate)});
    }
    // The end of the text is reported as "no start line"; anything else is a certificate that is
    // broken.
    const unsigned long code = ERR_peek_last_error();
    if (added.empty() || (code != 0 && ERR_GET_REASON(code) != PEM_R_NO_START_LINE))
        return invalid(added.empty() ? "there is no certificate in it"
                                     : "a certificate in it is malformed");
    ERR_clear_error();
    for (auto& one : added)
        m_data->certificates.push_back(std::move(one));
    return {};
}

std::size_t TrustStore::size() const
{
    return m_data->certificates.size();
}

Result<std::string> TrustStore::verify(std::span<const std::byte> data, const Signature& signature,
                                       const Thumbprint& signer) const
{
    const auto der = toDer(signature);
    if (!der)
        return fail(der.error());
    bool isKnown = false;
    for (const auto& [thumbprint, certificate] : m_data->certificates) {
        if (thumbprint != signer)
            continue;
        isKnown = true;
        if (verifies(*X509_get0_pubkey(certificate.get()), data, *der))
            return subjectOf(*certificate);
    }
    if (isKnown)
        return fail(untrusted("the signature does not match the content",
                              "get the package from its maker again"));
    return fail(
        untrusted(fmt::format("no trusted certificate has the thumbprint {}", toHex(signer)),
                  "add the signer's certificate to the trust store if you trust it"));
}

} // namespace perisphere::image
