// Owners of OpenSSL's objects, and its words.
#pragma once

#include "perisphere/remote/tls_identity.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <memory>
#include <string>

namespace perisphere::remote
{

template <class T, void (*Free)(T*)>
struct Freer {
    void operator()(T* object) const { Free(object); }
};

using BioPtr = std::unique_ptr<BIO, Freer<BIO, BIO_free_all>>;
using X509Ptr = std::unique_ptr<X509, Freer<X509, X509_free>>;
using PkeyPtr = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY, EVP_PKEY_free>>;
using ContextPtr = std::unique_ptr<SSL_CTX, Freer<SSL_CTX, SSL_CTX_free>>;
using SslPtr = std::unique_ptr<SSL, Freer<SSL, SSL_free>>;

struct TlsIdentity::Data {
    Side side;
    ContextPtr context;
};

/// What OpenSSL said last. The error queue is emptied.
inline std::string lastReason()
{
    const char* const reason = ERR_reason_error_string(ERR_peek_last_error());
    std::string text = reason == nullptr ? "no reason given" : reason;
    ERR_clear_error();
    return text;
}

} // namespace perisphere::remote
