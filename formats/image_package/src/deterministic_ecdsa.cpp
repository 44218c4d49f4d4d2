#include "deterministic_ecdsa.hpp"

#include "openssl_handles.hpp"

#include <openssl/crypto.h>
#include <openssl/hmac.h>
#include <openssl/obj_mac.h>

#include <algorithm>
#include <span>
#include <vector>

namespace perisphere::image
{
namespace
{

constexpr int kOrderBytes = 32;
using Block = std::array<std::uint8_t, 32>;

bool hmac(const Block& key, std::span<const std::uint8_t> data, Block& out)
{
    unsigned int length = 0;
    return HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), data.data(), data.size(),
                out.data(), &length) != nullptr;
}

/// The nonce generator of RFC 6979 section 3.2: HMAC_DRBG seeded with the key and the digest.
class NonceGenerator
{
public:
    NonceGenerator(const Block& privateKey, const Block& reducedDigest)
        : m_privateKey(privateKey)
        , m_digest(reducedDigest)
    {
        m_v.fill(0x01);
        m_k.fill(0x00);
    }
    NonceGenerator(const NonceGenerator&) = delete;
    NonceGenerator& operator=(const NonceGenerator&) = delete;
    ~NonceGenerator()
    {
        OPENSSL_cleanse(m_k.data(), m_k.size());
        OPENSSL_cleanse(m_v.data(), m_v.size());
        OPENSSL_cleanse(m_privateKey.data(), m_privateKey.size());
    }

    /// Steps d to g.
    bool seed() { return update(0x00, true) && update(0x01, true); }

    /// Step h.2; 256 bits are one block.
    bool next(Block& out)
    {
        const bool done = hmac(m_k, m_v, m_v);
        out = m_v;
        return done;
    }

    /// Step h.3, after a nonce that could not be used.
    bool reject() { return update(0x00, false); }

private:
    bool update(std::uint8_t separator, bool withSeed)
    {
        std::vector<std::uint8_t> data(m_v.begin(), m_v.end());
        data.reserve(3 * data.size() + 1); // no copy of the key is left behind by growing
        data.push_back(separator);
        if (withSeed) {
            data.insert(data.end(), m_privateKey.begin(), m_privateKey.end());
            data.insert(data.end(), m_digest.begin(), m_digest.end());
        }
        const bool done = hmac(m_k, data, m_k) && hmac(m_k, m_v, m_v);
        OPENSSL_cleanse(data.data(), data.size());
        return done;
    }

    Block m_privateKey;
    Block m_digest;
    Block m_v{};
    Block m_k{};
};

/// The curve's arithmetic with values that must not be learnt from its timing.
class Signer
{
public:
    static Result<Signature> sign(const BIGNUM& privateKey, const Digest& digest)
    {
        Signer signer;
        if (!signer.m_group || !signer.m_context)
            return fail(cryptoError("setting up P-256"));
        return signer.run(privateKey, digest);
    }

private:
    Signer()
        : m_group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1))
        , m_context(BN_CTX_secure_new())
    {
    }

    Result<Signature> run(const BIGNUM& privateKey, const Digest& digest)
    {
        const BIGNUM* order = EC_GROUP_get0_order(m_group.get());
        const BignumPtr h(BN_bin2bn(digest.data(), static_cast<int>(digest.size()), nullptr));
        Block reduced{};
        Block key{};
        const bool ready = h && BN_nnmod(h.get(), h.get(), order, m_context.get()) == 1 &&
                           BN_bn2binpad(h.get(), reduced.data(), kOrderBytes) == kOrderBytes &&
                           BN_bn2binpad(&privateKey, key.data(), kOrderBytes) == kOrderBytes;
        NonceGenerator nonces(key, reduced);
        OPENSSL_cleanse(key.data(), key.size());
        if (!ready || !nonces.seed())
            return fail(cryptoError("seeding the signature's nonce"));
        for (;;) {
            Block candidate{};
            if (!nonces.next(candidate))
                return fail(cryptoError("making the signature's nonce"));
            const BignumPtr k(
                BN_bin2bn(candidate.data(), static_cast<int>(candidate.size()), nullptr));
            OPENSSL_cleanse(candidate.data(), candidate.size());
            if (!k)
                return fail(cryptoError("making the signature's nonce"));
            Signature signature{};
            if (!BN_is_zero(k.get()) && BN_cmp(k.get(), order) < 0) {
                const auto done = trySign(privateKey, *h, *k, signature);
                if (!done)
                    return fail(done.error());
                if (*done)
                    return signature;
            }
            if (!nonces.reject())
                return fail(cryptoError("making the signature's nonce"));
        }
    }

    /// False when r or s is zero, which asks for another nonce.
    Result<bool> trySign(const BIGNUM& privateKey, const BIGNUM& h, BIGNUM& k, Signature& out)
    {
        const BIGNUM* order = EC_GROUP_get0_order(m_group.get());
        const EcPointPtr point(EC_POINT_new(m_group.get()));
        const BignumPtr r(BN_new());
        const BignumPtr s(BN_secure_new());
        const BignumPtr inverse(BN_secure_new());
        BN_set_flags(&k, BN_FLG_CONSTTIME);
        // k^-1 as k^(n-2): the exponentiation is constant in time, the inversion by Euclid's
        // algorithm is not.
        const BignumPtr exponent(BN_dup(order));
        const bool done =
            point && r && s && inverse && exponent && BN_sub_word(exponent.get(), 2) == 1 &&
            EC_POINT_mul(m_group.get(), point.get(), &k, nullptr, nullptr, m_context.get()) == 1 &&
            EC_POINT_get_affine_coordinates(m_group.get(), point.get(), r.get(), nullptr,
                                            m_context.get()) == 1 &&
            BN_nnmod(r.get(), r.get(), order, m_context.get()) == 1 &&
            BN_mod_exp_mont_consttime(inverse.get(), &k, exponent.get(), order, m_context.get(),
                                      nullptr) == 1 &&
            BN_mod_mul(s.get(), &privateKey, r.get(), order, m_context.get()) == 1 &&
            BN_mod_add(s.get(), s.get(), &h, order, m_context.get()) == 1 &&
            BN_mod_mul(s.get(), s.get(), inverse.get(), order, m_context.get()) == 1;
        if (!done)
            return fail(cryptoError("signing"));
        if (BN_is_zero(r.get()) || BN_is_zero(s.get()))
            return false;
        if (BN_bn2binpad(r.get(), out.data(), kOrderBytes) != kOrderBytes ||
            BN_bn2binpad(s.get(), out.data() + kOrderBytes, kOrderBytes) != kOrderBytes)
            return fail(cryptoError("encoding the signature"));
        return true;
    }

    EcGroupPtr m_group;
    BnContextPtr m_context;
};

} // namespace

Result<Signature> signDeterministically(const BIGNUM& privateKey, const Digest& digest)
{
    return Signer::sign(privateKey, digest);
}

} // namespace perisphere::image
