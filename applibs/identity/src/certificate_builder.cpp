#include "certificate_builder.hpp"

#include "perisphere/certificates/asn1_time.hpp"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace perisphere::identity
{
namespace
{

using certificates::Freer;
using certificates::setTime;
using CrlPtr = std::unique_ptr<X509_CRL, Freer<X509_CRL, X509_CRL_free>>;
using RevokedPtr = std::unique_ptr<X509_REVOKED, Freer<X509_REVOKED, X509_REVOKED_free>>;
using IntegerPtr = std::unique_ptr<ASN1_INTEGER, Freer<ASN1_INTEGER, ASN1_INTEGER_free>>;
using RequestPtr = std::unique_ptr<X509_REQ, Freer<X509_REQ, X509_REQ_free>>;
using TimePtr = std::unique_ptr<ASN1_TIME, Freer<ASN1_TIME, ASN1_TIME_free>>;

constexpr std::int64_t kSecondsOfDay = 86'400;

/// The type is given, not chosen, because a device's id is longer than X.520 allows a common name
/// to be, which OpenSSL checks where it chooses.
bool addText(X509_NAME* name, const char* field, const std::string& text)
{
    return text.empty() ||
           X509_NAME_add_entry_by_txt(name, field, V_ASN1_UTF8STRING,
                                      reinterpret_cast<const unsigned char*>(text.data()),
                                      static_cast<int>(text.size()), -1, 0) == 1;
}

bool addExtensionText(X509& certificate, X509& issuer, int nid, const char* value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, &issuer, &certificate, nullptr, nullptr, 0);
    X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value);
    const bool isAdded = extension != nullptr && X509_add_ext(&certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return isAdded;
}

struct ExtensionText {
    int nid;
    const char* value;
};

std::vector<ExtensionText> extensionsOf(CertificateRole role)
{
    switch (role) {
    case CertificateRole::Root:
        return {{NID_basic_constraints, "critical,CA:TRUE,pathlen:1"},
                {NID_key_usage, "critical,keyCertSign,cRLSign"},
                {NID_subject_key_identifier, "hash"}};
    case CertificateRole::Intermediate:
        return {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                {NID_key_usage, "critical,keyCertSign,cRLSign"},
                {NID_subject_key_identifier, "hash"},
                {NID_authority_key_identifier, "keyid"}};
    case CertificateRole::Client:
        break;
    }
    return {{NID_basic_constraints, "critical,CA:FALSE"},
            {NID_key_usage, "critical,digitalSignature"},
            {NID_ext_key_usage, "clientAuth"},
            {NID_subject_key_identifier, "hash"},
            {NID_authority_key_identifier, "keyid"}};
}

bool fill(X509& certificate, const CertificateSpec& spec, EVP_PKEY& subjectKey, X509& issuer)
{
    X509_NAME* const subject = X509_get_subject_name(&certificate);
    if (X509_set_version(&certificate, X509_VERSION_3) != 1 ||
        ASN1_INTEGER_set_uint64(X509_get_serialNumber(&certificate), spec.serial) != 1 ||
        setTime(X509_getm_notBefore(&certificate), spec.notBefore) == nullptr ||
        setTime(X509_getm_notAfter(&certificate), spec.notAfter) == nullptr ||
        X509_set_pubkey(&certificate, &subjectKey) != 1 ||
        !addText(subject, "O", spec.organisation) || !addText(subject, "CN", spec.commonName) ||
        X509_set_issuer_name(&certificate, X509_get_subject_name(&issuer)) != 1)
        return false;
    for (const ExtensionText& extension : extensionsOf(spec.role)) {
        const bool isEmpty =
            extension.nid == NID_authority_key_identifier && &issuer == &certificate;
        if (!isEmpty && !addExtensionText(certificate, issuer, extension.nid, extension.value))
            return false;
    }
    return true;
}

bool addRevoked(X509_CRL& list, std::uint64_t serial, const ASN1_TIME& since)
{
    RevokedPtr revoked(X509_REVOKED_new());
    const IntegerPtr number(ASN1_INTEGER_new());
    if (!revoked || !number || ASN1_INTEGER_set_uint64(number.get(), serial) != 1 ||
        X509_REVOKED_set_serialNumber(revoked.get(), number.get()) != 1 ||
        X509_REVOKED_set_revocationDate(revoked.get(), const_cast<ASN1_TIME*>(&since)) != 1 ||
        X509_CRL_add0_revoked(&list, revoked.get()) != 1)
        return false;
    std::ignore = revoked.release(); // the list's now
    return true;
}

template <class Write>
Result<std::string> pemOf(const Write& write)
{
    const BioPtr out(BIO_new(BIO_s_mem()));
    if (!out || write(out.get()) != 1)
        return fail(cryptoFailure("writing PEM"));
    char* data = nullptr;
    const long size = BIO_get_mem_data(out.get(), &data);
    return std::string(data, static_cast<std::size_t>(size));
}

} // namespace

Result<X509Ptr> buildCertificate(const CertificateSpec& spec, EVP_PKEY& subjectKey, X509* issuer,
                                 EVP_PKEY& issuerKey)
{
    X509Ptr certificate(X509_new());
    if (!certificate ||
        !fill(*certificate, spec, subjectKey, issuer == nullptr ? *certificate : *issuer) ||
        X509_sign(certificate.get(), &issuerKey, EVP_sha256()) <= 0)
        return fail(cryptoFailure("making a certificate"));
    return certificate;
}

Result<std::string> buildRevocationList(const std::set<std::uint64_t>& serials, std::int64_t now,
                                        X509& issuer, EVP_PKEY& issuerKey)
{
    const CrlPtr list(X509_CRL_new());
    const TimePtr from(setTime(nullptr, now));
    const TimePtr until(setTime(nullptr, now + kSecondsOfDay));
    bool isDone = list && from && until &&
                  X509_CRL_set_version(list.get(), X509_CRL_VERSION_2) == 1 &&
                  X509_CRL_set_issuer_name(list.get(), X509_get_subject_name(&issuer)) == 1 &&
                  X509_CRL_set1_lastUpdate(list.get(), from.get()) == 1 &&
                  X509_CRL_set1_nextUpdate(list.get(), until.get()) == 1;
    for (const std::uint64_t serial : serials)
        isDone = isDone && addRevoked(*list, serial, *from);
    if (!isDone || X509_CRL_sort(list.get()) != 1 ||
        X509_CRL_sign(list.get(), &issuerKey, EVP_sha256()) <= 0)
        return fail(cryptoFailure("making a revocation list"));
    return pemOf([&](BIO* out) { return PEM_write_bio_X509_CRL(out, list.get()); });
}

Result<std::string> buildRequest(const std::string& commonName, EVP_PKEY& key)
{
    const RequestPtr request(X509_REQ_new());
    if (!request || X509_REQ_set_version(request.get(), X509_REQ_VERSION_1) != 1 ||
        !addText(X509_REQ_get_subject_name(request.get()), "CN", commonName) ||
        X509_REQ_set_pubkey(request.get(), &key) != 1 ||
        X509_REQ_sign(request.get(), &key, EVP_sha256()) <= 0)
        return fail(cryptoFailure("making a certificate request"));
    return pemOf([&](BIO* out) { return PEM_write_bio_X509_REQ(out, request.get()); });
}

Result<std::string> pemOfCertificate(X509& certificate)
{
    return pemOf([&](BIO* out) { return PEM_write_bio_X509(out, &certificate); });
}

} // namespace perisphere::identity
