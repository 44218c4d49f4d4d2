// ECDSA on P-256 with the nonce of RFC 6979, which OpenSSL has only from 3.2 on.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/image/signing.hpp"

#include <openssl/bn.h>

#include <array>
#include <cstdint>

namespace perisphere::image
{

using Digest = std::array<std::uint8_t, 32>; ///< SHA-256

/// Same key and digest, same signature.
[[nodiscard]] Result<Signature> signDeterministically(const BIGNUM& privateKey,
                                                      const Digest& digest);

} // namespace perisphere::image
