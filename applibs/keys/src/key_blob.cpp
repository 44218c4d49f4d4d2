#include "key_blob.hpp"

#include "perisphere/certificates/openssl_handles.hpp"

#include <fmt/format.h>
#include <openssl/asn1t.h>
#include <openssl/objects.h>
#include <openssl/pem.h>

#include <memory>

namespace perisphere::keys
{

/// TPMKey of draft-bottomley-tpm2-keys, without policies.
struct TpmKeyAsn1 {
    ASN1_OBJECT* type;
    ASN1_BOOLEAN emptyAuth;
    ASN1_INTEGER* parent;
    ASN1_OCTET_STRING* publicArea;
    ASN1_OCTET_STRING* privateArea;
};

namespace
{

constexpr const char* kPemName = "TSS2 PRIVATE KEY";
constexpr const char* kLoadableKey = "2.23.133.10.1.3";
constexpr std::int64_t kOwner = 0x40000001; // TPM_RH_OWNER
constexpr std::size_t kMaxAreaBytes = 1'024;

// NOLINTBEGIN: OpenSSL's own way to describe a structure
ASN1_SEQUENCE(TpmKeyAsn1) =
    {
        ASN1_SIMPLE(TpmKeyAsn1, type, ASN1_OBJECT),
        ASN1_EXP_OPT(TpmKeyAsn1, emptyAuth, ASN1_FBOOLEAN, 0),
        ASN1_SIMPLE(TpmKeyAsn1, parent, ASN1_INTEGER),
        ASN1_SIMPLE(TpmKeyAsn1, publicArea, ASN1_OCTET_STRING),
        ASN1_SIMPLE(TpmKeyAsn1, privateArea, ASN1_OCTET_STRING),
} static_ASN1_SEQUENCE_END(TpmKeyAsn1)
    // NOLINTEND

    struct KeyFreer {
    void operator()(TpmKeyAsn1* key) const
    {
        ASN1_item_free(reinterpret_cast<ASN1_VALUE*>(key), ASN1_ITEM_rptr(TpmKeyAsn1));
    }
};
using KeyPtr = std::unique_ptr<TpmKeyAsn1, KeyFreer>;

std::vector<std::uint8_t> bytesOf(const ASN1_OCTET_STRING& text)
{
    const unsigned char* const data = ASN1_STRING_get0_data(&text);
    return {data, data + ASN1_STRING_length(&text)};
}

tl::unexpected<Error> wrong(ErrorCode code, const std::string& fileName, std::string message)
{
    ERR_clear_error();
    return fail(Error{.code = code,
                      .message = std::move(message),
                      .where = {.file = fileName},
                      .expected = fmt::format("-----BEGIN {}-----, as \"perisphered identity "
                                              "create\" writes it",
                                              kPemName),
                      .advice = "put the file back from a backup of this device, or remove it for "
                                "a new key, which is a new identity"});
}

} // namespace

Result<std::string> writeBlob(const KeyBlob& blob)
{
    const KeyPtr key(reinterpret_cast<TpmKeyAsn1*>(ASN1_item_new(ASN1_ITEM_rptr(TpmKeyAsn1))));
    const certificates::BioPtr out(BIO_new(BIO_s_mem()));
    unsigned char* der = nullptr;
    int size = 0;
    if (key && out) {
        ASN1_OBJECT_free(key->type);
        key->type = OBJ_txt2obj(kLoadableKey, 1);
        constexpr ASN1_BOOLEAN kTrue = 0xFF;
        key->emptyAuth = kTrue;
        if (key->type != nullptr && ASN1_INTEGER_set_int64(key->parent, kOwner) == 1 &&
            ASN1_OCTET_STRING_set(key->publicArea, blob.publicArea.data(),
                                  static_cast<int>(blob.publicArea.size())) == 1 &&
            ASN1_OCTET_STRING_set(key->privateArea, blob.privateArea.data(),
                                  static_cast<int>(blob.privateArea.size())) == 1)
            size = ASN1_item_i2d(reinterpret_cast<const ASN1_VALUE*>(key.get()), &der,
                                 ASN1_ITEM_rptr(TpmKeyAsn1));
    }
    const bool isWritten = size > 0 && PEM_write_bio(out.get(), kPemName, "", der, size) > 0;
    OPENSSL_free(der);
    if (!isWritten)
        return fail(ErrorCode::Io,
                    fmt::format("writing a key failed: {}", certificates::lastReason()));
    char* data = nullptr;
    const long length = BIO_get_mem_data(out.get(), &data);
    return std::string(data, static_cast<std::size_t>(length));
}

Result<KeyBlob> parseBlob(std::string_view pem, const std::string& fileName)
{
    if (pem.size() > kMaxBlobFileBytes)
        return wrong(ErrorCode::LimitExceeded, fileName,
                     fmt::format("the file has more than {} bytes", kMaxBlobFileBytes));
    unsigned char* der = nullptr;
    long size = 0;
    if (PEM_bytes_read_bio(&der, &size, nullptr, kPemName, certificates::readFrom(pem).get(),
                           nullptr, nullptr) != 1)
        return wrong(ErrorCode::Corrupt, fileName, "there is no key of a TPM");
    const unsigned char* at = der;
    const KeyPtr key(reinterpret_cast<TpmKeyAsn1*>(
        ASN1_item_d2i(nullptr, &at, size, ASN1_ITEM_rptr(TpmKeyAsn1))));
    const bool isWhole = key != nullptr && at == der + size;
    OPENSSL_free(der);
    if (!isWhole)
        return wrong(ErrorCode::Corrupt, fileName, "the key of a TPM is damaged");
    std::array<char, 64> type{};
    OBJ_obj2txt(type.data(), static_cast<int>(type.size()), key->type, 1);
    std::int64_t parent = 0;
    if (std::string_view(type.data()) != kLoadableKey || key->emptyAuth == 0 ||
        ASN1_INTEGER_get_int64(&parent, key->parent) != 1 || parent != kOwner)
        return wrong(ErrorCode::Unsupported, fileName,
                     "the key has a password, a policy or another parent than the owner's");
    KeyBlob blob{.publicArea = bytesOf(*key->publicArea),
                 .privateArea = bytesOf(*key->privateArea)};
    if (blob.publicArea.size() > kMaxAreaBytes || blob.privateArea.size() > kMaxAreaBytes)
        return wrong(ErrorCode::LimitExceeded, fileName, "the key is larger than a P-256 key is");
    return blob;
}

} // namespace perisphere::keys
