#include "perisphere/identity/device_key.hpp"

#include "p256.hpp"

#include <openssl/sha.h>

#include <array>

namespace perisphere::identity
{

std::string deviceIdOf(std::span<const std::uint8_t> publicKey)
{
    std::array<std::uint8_t, SHA512_DIGEST_LENGTH> digest{};
    SHA512(publicKey.data(), publicKey.size(), digest.data());
    return toHex(digest);
}

} // namespace perisphere::identity
