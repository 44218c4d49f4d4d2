// Certificates that somebody wants a device to use: whatever comes, what is taken is the device's,
// has no more than apps have room for, and is taken again as it was kept.
//
// The input is PEM; the device's key is that of the first certificate, so that the rest is looked
// at as well.
#include "perisphere/certificates/openssl_handles.hpp"
#include "perisphere/identity/device_certificate.hpp"

#include <openssl/pem.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

using namespace perisphere;

namespace
{

std::vector<std::uint8_t> firstKey(std::string_view text)
{
    const certificates::X509Ptr first(
        PEM_read_bio_X509(certificates::readFrom(text).get(), nullptr, nullptr, nullptr));
    unsigned char* bytes = nullptr;
    const int size = first ? i2d_X509_PUBKEY(X509_get_X509_PUBKEY(first.get()), &bytes) : 0;
    std::vector<std::uint8_t> key(bytes, bytes + (size > 0 ? size : 0));
    OPENSSL_free(bytes);
    ERR_clear_error();
    return key;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto key = firstKey(text);
    const auto facts = identity::readChain(text, "chain.pem", key, 0);
    if (!facts)
        return 0;
    const auto again = identity::readChain(facts->chain, "chain.pem", key, 0);
    if (!again || again->chain != facts->chain ||
        facts->chain.size() > identity::kMaxDeviceChainBytes)
        std::abort();
    return 0;
}
