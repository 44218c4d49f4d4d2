// An EC key with the public half, whose method asks the device's key. A provider would need more
// code for the same; OpenSSL 3 serves methods as 1.1 did, which libtlsutils relies on as well.

// The method interface is deprecated in favour of providers.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "external_key.hpp"

#include <openssl/ec.h>
#include <openssl/x509.h>

#include <algorithm>

namespace perisphere::identity
{
namespace
{

using certificates::Freer;
using EcKeyPtr = std::unique_ptr<EC_KEY, Freer<EC_KEY, EC_KEY_free>>;

/// Where a key has its DeviceKey.
int indexOfDeviceKey()
{
    static const int index = EC_KEY_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return index;
}

int signElsewhere(int /*type*/, const unsigned char* digest, int digestBytes,
                  unsigned char* signature, unsigned int* signatureBytes, const BIGNUM* /*kinv*/,
                  const BIGNUM* /*r*/, EC_KEY* key)
{
    auto* const device = static_cast<DeviceKey*>(EC_KEY_get_ex_data(key, indexOfDeviceKey()));
    if (device == nullptr || digestBytes <= 0)
        return 0;
    const auto made = device->sign({digest, static_cast<std::size_t>(digestBytes)});
    if (!made || made->size() > static_cast<std::size_t>(ECDSA_size(key)))
        return 0;
    std::copy(made->begin(), made->end(), signature);
    *signatureBytes = static_cast<unsigned int>(made->size());
    return 1;
}

/// Made once and kept: keys refer to it as long as they live.
const EC_KEY_METHOD* methodOfDeviceKeys()
{
    static EC_KEY_METHOD* const method = [] {
        EC_KEY_METHOD* const made = EC_KEY_METHOD_new(EC_KEY_OpenSSL());
        int (*setup)(EC_KEY*, BN_CTX*, BIGNUM**, BIGNUM**) = nullptr;
        ECDSA_SIG* (*signature)(const unsigned char*, int, const BIGNUM*, const BIGNUM*, EC_KEY*) =
            nullptr;
        if (made == nullptr)
            return made;
        EC_KEY_METHOD_get_sign(made, nullptr, &setup, &signature);
        EC_KEY_METHOD_set_sign(made, signElsewhere, setup, signature);
        return made;
    }();
    return method;
}

} // namespace

Result<PkeyPtr> asOpenSslKey(DeviceKey& key)
{
    const auto bytes = key.publicKey();
    const unsigned char* at = bytes.data();
    const EcKeyPtr own(d2i_EC_PUBKEY(nullptr, &at, static_cast<long>(bytes.size())));
    PkeyPtr wrapped(EVP_PKEY_new());
    if (!own || !wrapped || methodOfDeviceKeys() == nullptr ||
        EC_KEY_set_method(own.get(), methodOfDeviceKeys()) != 1 ||
        EC_KEY_set_ex_data(own.get(), indexOfDeviceKey(), &key) != 1 ||
        EVP_PKEY_set1_EC_KEY(wrapped.get(), own.get()) != 1)
        return fail(cryptoFailure("reading the device's public key"));
    return wrapped;
}

} // namespace perisphere::identity
