// The device's key in OpenSSL: an EC key with the public half, whose method asks the device to
// sign. (A provider would need more code for the same; OpenSSL 3 serves methods as 1.1 did.)

#include "tls_contexts.hpp"

#ifdef PERISPHERE_WITH_OPENSSL

// The method interface is deprecated in favour of providers.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "device_link.hpp"
#include "loaded_library.hpp"

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace perisphere::tlsutils
{
namespace
{

constexpr const char* kNames[] = {"libssl.so.3", "libssl.so.1.1", "libssl.so"};

/// One row a function that is used; all are looked up before any is called.
#define PERISPHERE_OPENSSL_FUNCTIONS(row)                                                          \
    row(BIO_free) row(BIO_new_mem_buf) row(EC_KEY_METHOD_get_sign) row(EC_KEY_METHOD_new)          \
        row(EC_KEY_METHOD_set_sign) row(EC_KEY_OpenSSL) row(EC_KEY_dup) row(EC_KEY_free)           \
            row(EC_KEY_set_method) row(ERR_clear_error) row(EVP_PKEY_free)                         \
                row(EVP_PKEY_get1_EC_KEY) row(EVP_PKEY_new) row(EVP_PKEY_set1_EC_KEY)              \
                    row(PEM_read_bio_X509) row(SSL_CTX_ctrl) row(SSL_CTX_use_PrivateKey)           \
                        row(SSL_CTX_use_certificate) row(X509_free) row(X509_get_pubkey)

struct OpenSsl {
#define PERISPHERE_MEMBER(name)                                                                    \
    decltype(&::name) name = nullptr; // NOLINT(bugprone-macro-parentheses)
    PERISPHERE_OPENSSL_FUNCTIONS(PERISPHERE_MEMBER)
#undef PERISPHERE_MEMBER

    bool load(void* library)
    {
#define PERISPHERE_RESOLVE(name)                                                                   \
    if (!resolve(library, #name, name))                                                            \
        return false;
        PERISPHERE_OPENSSL_FUNCTIONS(PERISPHERE_RESOLVE)
#undef PERISPHERE_RESOLVE
        return true;
    }
};

using SignSetup = int (*)(EC_KEY*, BN_CTX*, BIGNUM**, BIGNUM**);
using SignSignature = ECDSA_SIG* (*)(const unsigned char*, int, const BIGNUM*, const BIGNUM*,
                                     EC_KEY*);

int signOnDevice(int /*type*/, const unsigned char* digest, int digestBytes,
                 unsigned char* signature, unsigned int* signatureBytes, const BIGNUM* /*kinv*/,
                 const BIGNUM* /*r*/, EC_KEY* /*key*/)
{
    std::size_t bytes = 0;
    // OpenSSL's buffer has room for the largest signature of the curve: 72 bytes.
    constexpr std::size_t kLargest = 72;
    if (digestBytes <= 0 ||
        sign(digest, static_cast<std::size_t>(digestBytes), signature, kLargest, bytes) != 0)
        return 0;
    *signatureBytes = static_cast<unsigned int>(bytes);
    return 1;
}

/// Made once and kept: keys refer to it as long as they live.
EC_KEY_METHOD* deviceMethod(const OpenSsl& ssl)
{
    static EC_KEY_METHOD* method = nullptr;
    if (method != nullptr)
        return method;
    method = ssl.EC_KEY_METHOD_new(ssl.EC_KEY_OpenSSL());
    if (method == nullptr)
        return nullptr;
    SignSetup setup = nullptr;
    SignSignature signature = nullptr;
    ssl.EC_KEY_METHOD_get_sign(method, nullptr, &setup, &signature);
    ssl.EC_KEY_METHOD_set_sign(method, signOnDevice, setup, signature);
    return method;
}

bool useKeyOf(const OpenSsl& ssl, SSL_CTX* context, X509* certificate)
{
    EC_KEY_METHOD* const method = deviceMethod(ssl);
    EVP_PKEY* const shared = ssl.X509_get_pubkey(certificate);
    EC_KEY* const original = shared == nullptr ? nullptr : ssl.EVP_PKEY_get1_EC_KEY(shared);
    EC_KEY* const key = original == nullptr ? nullptr : ssl.EC_KEY_dup(original);
    EVP_PKEY* const own = ssl.EVP_PKEY_new();
    const bool isUsed = method != nullptr && key != nullptr && own != nullptr &&
                        ssl.EC_KEY_set_method(key, method) == 1 &&
                        ssl.EVP_PKEY_set1_EC_KEY(own, key) == 1 &&
                        ssl.SSL_CTX_use_PrivateKey(context, own) == 1;
    ssl.EVP_PKEY_free(own);
    ssl.EC_KEY_free(key);
    ssl.EC_KEY_free(original);
    ssl.EVP_PKEY_free(shared);
    return isUsed;
}

/// The rest of the text as the certificate's chain.
bool useChain(const OpenSsl& ssl, SSL_CTX* context, BIO* text)
{
    while (X509* const next = ssl.PEM_read_bio_X509(text, nullptr, nullptr, nullptr)) {
        const bool isAdded = ssl.SSL_CTX_ctrl(context, SSL_CTRL_CHAIN_CERT, 1, next) == 1;
        ssl.X509_free(next);
        if (!isAdded)
            return false;
    }
    return true;
}

} // namespace

bool hasOpenSsl()
{
    return findLoaded(kNames) != nullptr;
}

bool useInOpenSsl(void* context, const char* chain, std::size_t bytes)
{
    OpenSsl ssl;
    void* const library = findLoaded(kNames);
    if (library == nullptr || !ssl.load(library))
        return false;
    auto* const sslContext = static_cast<SSL_CTX*>(context);
    BIO* const text = ssl.BIO_new_mem_buf(chain, static_cast<int>(bytes));
    X509* const certificate =
        text == nullptr ? nullptr : ssl.PEM_read_bio_X509(text, nullptr, nullptr, nullptr);
    const bool isUsed = certificate != nullptr &&
                        ssl.SSL_CTX_use_certificate(sslContext, certificate) == 1 &&
                        useChain(ssl, sslContext, text) && useKeyOf(ssl, sslContext, certificate);
    ssl.X509_free(certificate);
    ssl.BIO_free(text);
    ssl.ERR_clear_error(); // the end of the text is an error to OpenSSL
    return isUsed;
}

} // namespace perisphere::tlsutils

#else

namespace perisphere::tlsutils
{

bool hasOpenSsl()
{
    return false;
}

bool useInOpenSsl(void* /*context*/, const char* /*chain*/, std::size_t /*bytes*/)
{
    return false;
}

} // namespace perisphere::tlsutils

#endif
