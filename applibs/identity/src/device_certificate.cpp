#include "perisphere/identity/device_certificate.hpp"

#include "certificate_builder.hpp"
#include "external_key.hpp"
#include "p256.hpp"
#include "perisphere/certificates/asn1_time.hpp"

#include <fmt/format.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

namespace perisphere::identity
{
namespace
{

using certificates::secondsOf;

constexpr std::size_t kMaxTextBytes = 65'536; // with what people write between certificates
constexpr std::size_t kMaxCertificates = 8;
constexpr std::int64_t kWithoutEnd = 253'402'300'799; // 9999-12-31T23:59:59Z, as RFC 5280 has it
constexpr std::int64_t kBeforeNowSeconds = 300;

Error refused(ErrorCode code, const std::string& name, std::string message, std::string advice)
{
    ERR_clear_error();
    return Error{.code = code,
                 .message = std::move(message),
                 .where = {.file = name},
                 .expected = {},
                 .advice = std::move(advice)};
}

std::string lineOf(const X509_NAME* name)
{
    const BioPtr out(BIO_new(BIO_s_mem()));
    if (!out || X509_NAME_print_ex(out.get(), name, 0, XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB) < 0)
        return {};
    char* data = nullptr;
    const long size = BIO_get_mem_data(out.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

Result<std::vector<X509Ptr>> certificatesIn(std::string_view text, const std::string& name)
{
    if (text.size() > kMaxTextBytes)
        return fail(refused(ErrorCode::LimitExceeded, name,
                            fmt::format("the chain has more than {} bytes", kMaxTextBytes),
                            "leave out what is not a certificate"));
    if (text.find("PRIVATE KEY-----") != std::string_view::npos)
        return fail(refused(ErrorCode::Invalid, name, "there is a private key beside certificates",
                            "the device has its own key, which never leaves it; take the key out "
                            "of the file, and do not use it any more"));
    const BioPtr in = certificates::readFrom(text);
    std::vector<X509Ptr> found;
    while (X509* const next = PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr)) {
        found.emplace_back(next);
        if (found.size() > kMaxCertificates)
            return fail(
                refused(ErrorCode::LimitExceeded, name,
                        fmt::format("there are more than {} certificates", kMaxCertificates),
                        "give the device's and those between it and the root"));
    }
    const auto end = ERR_peek_last_error();
    const bool isAtEnd =
        ERR_GET_LIB(end) == ERR_LIB_PEM && ERR_GET_REASON(end) == PEM_R_NO_START_LINE;
    if (found.empty() || !isAtEnd)
        return fail(refused(ErrorCode::Corrupt, name,
                            found.empty()
                                ? "there is no certificate"
                                : fmt::format("certificate {} cannot be read ({})",
                                              found.size() + 1, certificates::lastReason()),
                            "give PEM: -----BEGIN CERTIFICATE----- ..."));
    ERR_clear_error();
    return found;
}

bool isKeyOf(X509& certificate, std::span<const std::uint8_t> publicKey)
{
    unsigned char* bytes = nullptr;
    const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(&certificate), &bytes);
    const bool isKey =
        size > 0 && std::equal(publicKey.begin(), publicKey.end(), bytes, bytes + size);
    OPENSSL_free(bytes);
    return isKey;
}

/// By name and by signature.
bool isIssuedBy(X509& certificate, X509& issuer)
{
    EVP_PKEY* const key = X509_get0_pubkey(&issuer);
    return key != nullptr && X509_check_issued(&issuer, &certificate) == X509_V_OK &&
           X509_verify(&certificate, key) == 1;
}

Result<> checkLinks(const std::vector<X509Ptr>& chain, const std::string& name)
{
    for (std::size_t i = 0; i + 1 < chain.size(); ++i)
        if (!isIssuedBy(*chain[i], *chain[i + 1]))
            return fail(
                refused(ErrorCode::Untrusted, name,
                        fmt::format("certificate {} is not signed by certificate {}", i + 1, i + 2),
                        "give the device's certificate first, then each one's issuer"));
    // That a device's own certificate is no authority's does not matter to itself.
    X509& last = *chain.back();
    if (X509_NAME_cmp(X509_get_subject_name(&last), X509_get_issuer_name(&last)) == 0 &&
        X509_verify(&last, X509_get0_pubkey(&last)) != 1)
        return fail(
            refused(ErrorCode::Untrusted, name,
                    fmt::format("the signature of certificate {} is not its own", chain.size()),
                    "the file has been changed; get it anew"));
    return {};
}

Result<> checkLeaf(X509& leaf, const std::string& name, std::span<const std::uint8_t> publicKey)
{
    if (!isKeyOf(leaf, publicKey))
        return fail(refused(ErrorCode::Untrusted, name,
                            "the first certificate is that of another key than the device's",
                            "have the request of this device signed"));
    if (X509_check_purpose(&leaf, X509_PURPOSE_SSL_CLIENT, 0) != 1)
        return fail(refused(ErrorCode::Invalid, name,
                            "the first certificate is not for clients of TLS",
                            "sign it with extendedKeyUsage clientAuth and keyUsage "
                            "digitalSignature, or without either"));
    return {};
}

Result<ChainFacts> factsOf(const std::vector<X509Ptr>& chain, const std::string& name)
{
    ChainFacts facts{.chain = {},
                     .certificates = chain.size(),
                     .subject = lineOf(X509_get_subject_name(chain.front().get())),
                     .issuer = lineOf(X509_get_issuer_name(chain.front().get())),
                     .notAfter = std::numeric_limits<std::int64_t>::max()};
    for (const X509Ptr& certificate : chain) {
        const auto end = secondsOf(X509_get0_notAfter(certificate.get()));
        const auto pem = pemOfCertificate(*certificate);
        if (!end || !pem)
            return fail(refused(ErrorCode::Corrupt, name, "a certificate has no time at its end",
                                "have it issued anew"));
        facts.notAfter = std::min(facts.notAfter, *end);
        facts.chain += *pem;
    }
    facts.notBefore = secondsOf(X509_get0_notBefore(chain.front().get())).value_or(0);
    Digest digest{};
    unsigned int size = 0;
    if (X509_digest(chain.front().get(), EVP_sha256(), digest.data(), &size) == 1)
        facts.fingerprint = toHex(digest);
    if (facts.chain.size() > kMaxDeviceChainBytes)
        return fail(refused(
            ErrorCode::LimitExceeded, name,
            fmt::format("the certificates have {} bytes", facts.chain.size()),
            fmt::format("leave out the root; {} bytes are possible", kMaxDeviceChainBytes)));
    return facts;
}

} // namespace

Result<std::string> makeOwnCertificate(DeviceKey& key, const std::string& commonName,
                                       std::int64_t now)
{
    const auto own = asOpenSslKey(key);
    if (!own)
        return fail(own.error());
    std::uint32_t serial = 0;
    if (RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) != 1)
        return fail(cryptoFailure("choosing a serial number"));
    const auto certificate =
        buildCertificate({.role = CertificateRole::Client,
                          .commonName = commonName,
                          .organisation = {},
                          .serial = std::uint64_t{serial} + 1,
                          .notBefore = std::max(now - kBeforeNowSeconds, std::int64_t{0}),
                          .notAfter = kWithoutEnd},
                         **own, nullptr, **own);
    if (!certificate)
        return fail(certificate.error());
    return pemOfCertificate(**certificate);
}

Result<std::string> makeCertificateRequest(DeviceKey& key, const std::string& commonName)
{
    const auto own = asOpenSslKey(key);
    if (!own)
        return fail(own.error());
    return buildRequest(commonName, **own);
}

Result<ChainFacts> readChain(std::string_view text, const std::string& name,
                             std::span<const std::uint8_t> publicKey, std::int64_t now)
{
    const auto chain = certificatesIn(text, name);
    if (!chain)
        return fail(chain.error());
    if (auto checked = checkLeaf(*chain->front(), name, publicKey); !checked)
        return fail(checked.error());
    if (auto checked = checkLinks(*chain, name); !checked)
        return fail(checked.error());
    auto facts = factsOf(*chain, name);
    if (facts && facts->notAfter <= now)
        return fail(refused(ErrorCode::Untrusted, name, "a certificate of the chain has ended",
                            "have it issued anew; check the device's clock"));
    return facts;
}

} // namespace perisphere::identity
