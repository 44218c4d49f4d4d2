#include "p256.hpp"

#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"

#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/hmac.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/sha.h>

namespace perisphere::identity
{
namespace
{

using certificates::Freer;
using certificates::PkeyContextPtr;
using BignumPtr = std::unique_ptr<BIGNUM, Freer<BIGNUM, BN_clear_free>>;
using GroupPtr = std::unique_ptr<EC_GROUP, Freer<EC_GROUP, EC_GROUP_free>>;
using PointPtr = std::unique_ptr<EC_POINT, Freer<EC_POINT, EC_POINT_free>>;
using BuilderPtr = std::unique_ptr<OSSL_PARAM_BLD, Freer<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>>;
using ParametersPtr = std::unique_ptr<OSSL_PARAM, Freer<OSSL_PARAM, OSSL_PARAM_free>>;

constexpr std::uint64_t kMaxKeyFileBytes = 4'096;

/// An encrypted key must not make OpenSSL ask on the terminal.
int refusePasswordOfFile(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*unused*/)
{
    return -1;
}

PkeyPtr keyFromScalar(const BIGNUM& scalar)
{
    const GroupPtr group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
    const PointPtr point(group ? EC_POINT_new(group.get()) : nullptr);
    std::array<std::uint8_t, 65> encoded{};
    if (!point || EC_POINT_mul(group.get(), point.get(), &scalar, nullptr, nullptr, nullptr) != 1 ||
        EC_POINT_point2oct(group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, encoded.data(),
                           encoded.size(), nullptr) != encoded.size())
        return nullptr;
    const BuilderPtr builder(OSSL_PARAM_BLD_new());
    if (!builder ||
        OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1",
                                        0) != 1 ||
        OSSL_PARAM_BLD_push_BN_pad(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, &scalar, 32) != 1 ||
        OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, encoded.data(),
                                         encoded.size()) != 1)
        return nullptr;
    const ParametersPtr parameters(OSSL_PARAM_BLD_to_param(builder.get()));
    const PkeyContextPtr context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
    EVP_PKEY* key = nullptr;
    if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_KEYPAIR, parameters.get()) != 1)
        return nullptr;
    return PkeyPtr(key);
}

/// The digest as a scalar between 1 and the group's order.
PkeyPtr keyFromSeed(std::string_view seed, std::string_view purpose)
{
    const GroupPtr group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
    const BignumPtr order(group ? BN_dup(EC_GROUP_get0_order(group.get())) : nullptr);
    for (unsigned round = 0; order && round < 100; ++round) {
        const Digest digest = derive(seed, fmt::format("{} {}", purpose, round));
        const BignumPtr scalar(BN_bin2bn(digest.data(), digest.size(), nullptr));
        if (scalar && BN_is_zero(scalar.get()) == 0 && BN_cmp(scalar.get(), order.get()) < 0)
            return keyFromScalar(*scalar);
    }
    return nullptr;
}

Result<PkeyPtr> parseKey(const std::string& pem, const std::filesystem::path& path)
{
    PkeyPtr key(PEM_read_bio_PrivateKey(certificates::readFrom(pem).get(), nullptr,
                                        refusePasswordOfFile, nullptr));
    char group[32] = {};
    if (key && EVP_PKEY_get_group_name(key.get(), group, sizeof group, nullptr) == 1 &&
        std::string_view(group) == "prime256v1")
        return key;
    ERR_clear_error();
    return fail(Error{.code = ErrorCode::Corrupt,
                      .message = fmt::format("\"{}\" holds no P-256 key", path.string()),
                      .where = {.file = path.string()},
                      .advice = "remove the file for a new key, which is a new identity"});
}

Result<std::string> pemOfKey(EVP_PKEY& key)
{
    const BioPtr out(BIO_new(BIO_s_mem()));
    if (!out ||
        PEM_write_bio_PKCS8PrivateKey(out.get(), &key, nullptr, nullptr, 0, nullptr, nullptr) != 1)
        return fail(cryptoFailure("writing a key"));
    char* data = nullptr;
    const long size = BIO_get_mem_data(out.get(), &data);
    return std::string(data, static_cast<std::size_t>(size));
}

} // namespace

Error cryptoFailure(std::string_view operation)
{
    return Error{.code = ErrorCode::Invalid,
                 .message = fmt::format("{} failed: {}", operation, certificates::lastReason())};
}

Digest sha256(std::span<const std::uint8_t> bytes)
{
    Digest digest{};
    SHA256(bytes.data(), bytes.size(), digest.data());
    return digest;
}

Digest derive(std::string_view seed, std::string_view purpose)
{
    Digest digest{};
    HMAC(EVP_sha256(), seed.data(), static_cast<int>(seed.size()),
         reinterpret_cast<const unsigned char*>(purpose.data()), purpose.size(), digest.data(),
         nullptr);
    return digest;
}

Result<PkeyPtr> makeKey(const std::optional<std::string>& seed, std::string_view purpose)
{
    PkeyPtr key(seed ? keyFromSeed(*seed, purpose).release()
                     : EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    if (!key)
        return fail(cryptoFailure("making a key"));
    return key;
}

Result<PkeyPtr> keyInFile(const std::filesystem::path& path, const std::optional<std::string>& seed,
                          std::string_view purpose)
{
    const auto text = readTextFile(path, kMaxKeyFileBytes);
    if (text)
        return parseKey(*text, path);
    if (text.error().code != ErrorCode::NotFound)
        return fail(text.error());
    auto key = makeKey(seed, purpose);
    if (!key)
        return key;
    const auto pem = pemOfKey(**key);
    if (!pem)
        return fail(pem.error());
    // Of two creators one wins, and both have the same key then.
    const auto created = createFile(path, *pem, 0600);
    if (created)
        return key;
    if (created.error().code != ErrorCode::AlreadyExists)
        return fail(created.error());
    const auto other = readTextFile(path, kMaxKeyFileBytes);
    return other ? parseKey(*other, path) : fail(other.error());
}

Result<std::vector<std::uint8_t>> publicKeyOf(EVP_PKEY& key)
{
    unsigned char* bytes = nullptr;
    const int size = i2d_PUBKEY(&key, &bytes);
    if (size <= 0)
        return fail(cryptoFailure("reading a public key"));
    std::vector<std::uint8_t> result(bytes, bytes + size);
    OPENSSL_free(bytes);
    return result;
}

Result<std::vector<std::uint8_t>> signDigest(EVP_PKEY& key, std::span<const std::uint8_t> digest)
{
    const PkeyContextPtr context(EVP_PKEY_CTX_new_from_pkey(nullptr, &key, nullptr));
    std::size_t size = 0;
    if (!context || EVP_PKEY_sign_init(context.get()) != 1 ||
        EVP_PKEY_sign(context.get(), nullptr, &size, digest.data(), digest.size()) != 1)
        return fail(cryptoFailure("signing"));
    std::vector<std::uint8_t> signature(size);
    if (EVP_PKEY_sign(context.get(), signature.data(), &size, digest.data(), digest.size()) != 1)
        return fail(cryptoFailure("signing"));
    signature.resize(size);
    return signature;
}

bool isSignedBy(EVP_PKEY& key, std::span<const std::uint8_t> digest,
                std::span<const std::uint8_t> signature)
{
    const PkeyContextPtr context(EVP_PKEY_CTX_new_from_pkey(nullptr, &key, nullptr));
    const bool isRight = context && EVP_PKEY_verify_init(context.get()) == 1 &&
                         EVP_PKEY_verify(context.get(), signature.data(), signature.size(),
                                         digest.data(), digest.size()) == 1;
    ERR_clear_error();
    return isRight;
}

std::string toHex(std::span<const std::uint8_t> bytes)
{
    std::string text;
    for (const std::uint8_t byte : bytes)
        text += fmt::format("{:02x}", byte);
    return text;
}

} // namespace perisphere::identity
