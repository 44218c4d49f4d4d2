// What a device can prove: that it is itself, and that it does not go back in time. On the chip a
// security processor, on a board a TPM, in the simulator files.
#pragma once

#include "perisphere/base/result.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::identity
{

/// Nothing hands the private key out.
class RootOfTrust
{
public:
    virtual ~RootOfTrust() = default;

    /// 128 lower-case hexadecimal digits, from the public key.
    [[nodiscard]] virtual const std::string& deviceId() const = 0;

    /// P-256, DER of the SubjectPublicKeyInfo.
    [[nodiscard]] virtual std::vector<std::uint8_t> publicKey() const = 0;

    /// ECDSA, DER. `digest` has 20 to 64 bytes, else InvalidArgument.
    [[nodiscard]] virtual Result<std::vector<std::uint8_t>>
    sign(std::span<const std::uint8_t> digest) = 0;

    /// The counter's next value, which it has had never before. `name` is of the device's own.
    [[nodiscard]] virtual Result<std::uint64_t> increase(std::string_view name) = 0;
};

} // namespace perisphere::identity
