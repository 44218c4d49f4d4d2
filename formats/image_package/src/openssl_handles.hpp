// Owners of OpenSSL's objects, and its error texts.
#pragma once

#include "perisphere/base/result.hpp"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <string_view>

namespace perisphere::image
{

template <class T, void (*Free)(T*)>
struct Freer {
    void operator()(T* object) const { Free(object); }
};

using BignumPtr = std::unique_ptr<BIGNUM, Freer<BIGNUM, BN_clear_free>>;
using BnContextPtr = std::unique_ptr<BN_CTX, Freer<BN_CTX, BN_CTX_free>>;
using EcGroupPtr = std::unique_ptr<EC_GROUP, Freer<EC_GROUP, EC_GROUP_free>>;
using EcPointPtr = std::unique_ptr<EC_POINT, Freer<EC_POINT, EC_POINT_free>>;
using PkeyPtr = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY, EVP_PKEY_free>>;
using DigestContextPtr = std::unique_ptr<EVP_MD_CTX, Freer<EVP_MD_CTX, EVP_MD_CTX_free>>;
using X509Ptr = std::unique_ptr<X509, Freer<X509, X509_free>>;
using BioPtr = std::unique_ptr<BIO, Freer<BIO, BIO_free_all>>;

/// A failure of the library, with its own words. The error queue is emptied.
inline Error cryptoError(std::string_view operation)
{
    std::string text(operation);
    text += " failed";
    if (const unsigned long code = ERR_peek_last_error(); code != 0) {
        char reason[256];
        ERR_error_string_n(code, reason, sizeof(reason));
        text += ": ";
        text += reason;
    }
    ERR_clear_error();
    return Error{.code = ErrorCode::Invalid, .message = std::move(text)};
}

/// Reads from `text`, which has to outlive the BIO.
inline BioPtr readFrom(std::string_view text)
{
    return BioPtr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

inline std::string contentOf(BIO* bio)
{
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

} // namespace perisphere::image
