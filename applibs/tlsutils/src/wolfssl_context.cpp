// The device's key in wolfSSL: its public-key callback for ECDSA asks the device to sign. Without a
// private key of its own the context has to know the kind and size of the signature; it takes them
// from the certificate.

#include "tls_contexts.hpp"

#ifdef PERISPHERE_WITH_WOLFSSL

#ifndef WOLFSSL_USE_OPTIONS_H
#include <wolfssl/options.h>
#endif

#include "device_link.hpp"
#include "loaded_library.hpp"

#include <wolfssl/ssl.h>

namespace perisphere::tlsutils
{
namespace
{

constexpr const char* kNames[] = {"libwolfssl.so.35", "libwolfssl.so.15", "libwolfssl.so"};

using UseChain = int (*)(WOLFSSL_CTX*, const unsigned char*, long);
using SignCallback = int (*)(WOLFSSL*, const unsigned char*, unsigned int, unsigned char*,
                             unsigned int*, const unsigned char*, unsigned int, void*);
using SetSign = void (*)(WOLFSSL_CTX*, SignCallback);

int signForWolfSsl(WOLFSSL* /*ssl*/, const unsigned char* digest, unsigned int digestBytes,
                   unsigned char* signature, unsigned int* signatureBytes,
                   const unsigned char* /*key*/, unsigned int /*keyBytes*/, void* /*context*/)
{
    std::size_t bytes = 0;
    if (sign(digest, digestBytes, signature, *signatureBytes, bytes) != 0)
        return -1;
    *signatureBytes = static_cast<unsigned int>(bytes);
    return 0;
}

} // namespace

bool hasWolfSsl()
{
    return findLoaded(kNames) != nullptr;
}

bool useInWolfSsl(void* context, const char* chain, std::size_t bytes)
{
    void* const library = findLoaded(kNames);
    UseChain useChain = nullptr;
    SetSign setSign = nullptr;
    if (library == nullptr ||
        !resolve(library, "wolfSSL_CTX_use_certificate_chain_buffer", useChain) ||
        !resolve(library, "wolfSSL_CTX_SetEccSignCb", setSign))
        return false; // built without callbacks for public-key operations
    auto* const sslContext = static_cast<WOLFSSL_CTX*>(context);
    setSign(sslContext, signForWolfSsl);
    return useChain(sslContext, reinterpret_cast<const unsigned char*>(chain),
                    static_cast<long>(bytes)) == WOLFSSL_SUCCESS;
}

} // namespace perisphere::tlsutils

#else

namespace perisphere::tlsutils
{

bool hasWolfSsl()
{
    return false;
}

bool useInWolfSsl(void* /*context*/, const char* /*chain*/, std::size_t /*bytes*/)
{
    return false;
}

} // namespace perisphere::tlsutils

#endif
