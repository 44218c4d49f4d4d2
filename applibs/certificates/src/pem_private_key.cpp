#include "pem_private_key.hpp"

#include "pem.hpp"

#include <fmt/format.h>
#include <openssl/asn1t.h>
#include <openssl/ec.h>
#include <openssl/objects.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>

#include <cstring>

namespace perisphere::certificates
{
namespace
{

constexpr long kMaxRounds = 1'000'000;

using SigPtr = std::unique_ptr<X509_SIG, Freer<X509_SIG, X509_SIG_free>>;
using Pbe2Ptr = std::unique_ptr<PBE2PARAM, Freer<PBE2PARAM, PBE2PARAM_free>>;
using KdfPtr = std::unique_ptr<PBKDF2PARAM, Freer<PBKDF2PARAM, PBKDF2PARAM_free>>;
using PbePtr = std::unique_ptr<PBEPARAM, Freer<PBEPARAM, PBEPARAM_free>>;

struct Password {
    std::optional<std::string_view> text;
    bool wasAsked = false;
};

/// Only called for keys that are encrypted.
int givePassword(char* buffer, int size, int /*writing*/, void* context)
{
    auto& password = *static_cast<Password*>(context);
    password.wasAsked = true;
    if (!password.text || password.text->size() > static_cast<std::size_t>(size))
        return -1;
    std::memcpy(buffer, password.text->data(), password.text->size());
    return static_cast<int>(password.text->size());
}

bool isBearable(const ASN1_INTEGER* rounds)
{
    const long number = ASN1_INTEGER_get(rounds);
    return number >= 1 && number <= kMaxRounds;
}

/// What follows an algorithm's name.
template <class Pointer>
Pointer parameterOf(const X509_ALGOR& algorithm, const ASN1_ITEM* item)
{
    const ASN1_OBJECT* name = nullptr;
    int type = 0;
    const void* value = nullptr;
    X509_ALGOR_get0(&name, &type, &value, &algorithm);
    if (type != V_ASN1_SEQUENCE)
        return nullptr;
    const auto* const sequence = static_cast<const ASN1_STRING*>(value);
    const unsigned char* at = ASN1_STRING_get0_data(sequence);
    return Pointer(reinterpret_cast<typename Pointer::element_type*>(
        ASN1_item_d2i(nullptr, &at, ASN1_STRING_length(sequence), item)));
}

int nameOf(const X509_ALGOR& algorithm)
{
    const ASN1_OBJECT* name = nullptr;
    X509_ALGOR_get0(&name, nullptr, nullptr, &algorithm);
    return OBJ_obj2nid(name);
}

/// The rounds of key derivation are the sender's choice.
bool isBearable(const X509_ALGOR& algorithm)
{
    if (nameOf(algorithm) == NID_pbes2) {
        const auto scheme = parameterOf<Pbe2Ptr>(algorithm, ASN1_ITEM_rptr(PBE2PARAM));
        if (!scheme || nameOf(*scheme->keyfunc) != NID_id_pbkdf2)
            return false;
        const auto kdf = parameterOf<KdfPtr>(*scheme->keyfunc, ASN1_ITEM_rptr(PBKDF2PARAM));
        return kdf && isBearable(kdf->iter);
    }
    const auto scheme = parameterOf<PbePtr>(algorithm, ASN1_ITEM_rptr(PBEPARAM));
    return scheme && isBearable(scheme->iter);
}

/// nullptr for what is no encrypted PKCS #8 key.
SigPtr readEncrypted(const PemBlock& block)
{
    return SigPtr(PEM_read_bio_PKCS8(readFrom(block.text).get(), nullptr, nullptr, nullptr));
}

bool isUsable(const EVP_PKEY& key)
{
    const int bits = EVP_PKEY_get_bits(&key);
    if (EVP_PKEY_is_a(&key, "RSA") == 1)
        return bits >= 1024 && bits <= 4096;
    if (EVP_PKEY_is_a(&key, "EC") != 1)
        return false;
    char name[64];
    std::size_t length = 0;
    if (EVP_PKEY_get_group_name(&key, name, sizeof name, &length) != 1)
        return false;
    const int curve = OBJ_sn2nid(name);
    return curve == NID_X9_62_prime256v1 || curve == NID_secp384r1 || curve == NID_secp521r1;
}

tl::unexpected<Error> unusable(std::string message, std::string expected)
{
    ERR_clear_error();
    return fail(Error{.code = ErrorCode::Invalid,
                      .message = std::move(message),
                      .expected = std::move(expected)});
}

} // namespace

Result<PkeyPtr> readPrivateKey(std::string_view pem, std::optional<std::string_view> given)
{
    std::optional<PemBlock> block;
    std::size_t position = 0;
    // OpenSSL writes the curve's name in a block of its own before an EC key.
    do
        block = nextPemBlock(pem, position);
    while (block && block->label == "EC PARAMETERS");
    if (!block || !block->label.ends_with("PRIVATE KEY"))
        return unusable("the text holds no private key",
                        "PEM: \"-----BEGIN PRIVATE KEY-----\", \"RSA PRIVATE KEY\" or \"EC PRIVATE "
                        "KEY\", also encrypted");
    if (block->label == "ENCRYPTED PRIVATE KEY") {
        const SigPtr encrypted = readEncrypted(*block);
        const X509_ALGOR* algorithm = nullptr;
        if (encrypted)
            X509_SIG_get0(encrypted.get(), &algorithm, nullptr);
        if (algorithm == nullptr || !isBearable(*algorithm))
            return unusable(
                "the private key is encrypted in a way that the device does not take",
                fmt::format("PBES2 with PBKDF2, or PBES1, at most {} rounds", kMaxRounds));
    }
    Password password{.text = given};
    PkeyPtr key(
        PEM_read_bio_PrivateKey(readFrom(block->text).get(), nullptr, givePassword, &password));
    if (!key && password.wasAsked)
        return unusable(given ? "the password does not open the private key"
                              : "the private key is encrypted and came without a password",
                        "the key's password");
    if (!key)
        return unusable("the private key cannot be read: " + lastReason(), "RSA or EC");
    if (given && !password.wasAsked)
        return unusable("a password came with a private key that is not encrypted",
                        "no password (NULL)");
    if (!isUsable(*key))
        return unusable("the private key is of a kind that the device does not take",
                        "RSA of 1024 to 4096 bits, or P-256, P-384 or P-521");
    return key;
}

Result<std::string> writePrivateKey(EVP_PKEY& key)
{
    const BioPtr text(BIO_new(BIO_s_mem()));
    char* bytes = nullptr;
    if (!text ||
        PEM_write_bio_PrivateKey(text.get(), &key, nullptr, nullptr, 0, nullptr, nullptr) != 1)
        return unusable("the private key cannot be written: " + lastReason(), "RSA or EC");
    const long size = BIO_get_mem_data(text.get(), &bytes);
    return std::string(bytes, static_cast<std::size_t>(size));
}

Result<> checkKeyOf(const X509& certificate, EVP_PKEY& key)
{
    if (X509_check_private_key(&certificate, &key) != 1)
        return unusable("the private key is not the certificate's", "the key that it was made for");
    const PkeyContextPtr context(EVP_PKEY_CTX_new_from_pkey(nullptr, &key, nullptr));
    if (!context || EVP_PKEY_pairwise_check(context.get()) != 1)
        return unusable("the private key's halves do not belong together", "a whole key");
    return {};
}

} // namespace perisphere::certificates
