#include "pem_certificate.hpp"

#include "pem.hpp"
#include "perisphere/certificates/asn1_time.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/pem.h>

namespace perisphere::certificates
{
namespace
{

Result<X509Ptr> readBlock(const PemBlock& block)
{
    if (block.label != "CERTIFICATE" && block.label != "X509 CERTIFICATE")
        return fail(Error{.code = ErrorCode::Invalid,
                          .message = fmt::format("a PEM block is a \"{}\"", block.label),
                          .expected = "certificates only"});
    X509Ptr certificate(PEM_read_bio_X509(readFrom(block.text).get(), nullptr, nullptr, nullptr));
    if (!certificate)
        return fail(ErrorCode::Invalid,
                    fmt::format("a PEM block holds no certificate: {}", lastReason()));
    return certificate;
}

/// "/C=CH/O=Example/CN=device": the form of the device's TLS library.
std::string oneLine(const X509_NAME* name)
{
    char* const line = X509_NAME_oneline(name, nullptr, 0);
    std::string text = line == nullptr ? std::string() : std::string(line);
    OPENSSL_free(line);
    return text.substr(0, kMaxNameBytes);
}

Result<std::int64_t> dateOf(const ASN1_TIME* time)
{
    const auto seconds = secondsOf(time);
    if (!seconds)
        return fail(ErrorCode::Invalid,
                    fmt::format("a date of the certificate is none: {}", lastReason()));
    return *seconds;
}

} // namespace

Result<X509Ptr> readCertificate(std::string_view pem)
{
    X509Ptr first;
    std::size_t position = 0;
    while (const auto block = nextPemBlock(pem, position)) {
        auto certificate = readBlock(*block);
        if (!certificate)
            return certificate;
        if (!first)
            first = std::move(*certificate);
    }
    if (first)
        return first;
    return fail(Error{.code = ErrorCode::Invalid,
                      .message = "the text holds no certificate",
                      .expected = "PEM: \"-----BEGIN CERTIFICATE-----\""});
}

Result<device::CertificateFacts> factsOf(const X509& certificate)
{
    const auto notBefore = dateOf(X509_get0_notBefore(&certificate));
    if (!notBefore)
        return fail(notBefore.error());
    const auto notAfter = dateOf(X509_get0_notAfter(&certificate));
    if (!notAfter)
        return fail(notAfter.error());
    return device::CertificateFacts{.subject = oneLine(X509_get_subject_name(&certificate)),
                                    .issuer = oneLine(X509_get_issuer_name(&certificate)),
                                    .notBefore = *notBefore,
                                    .notAfter = *notAfter};
}

} // namespace perisphere::certificates
