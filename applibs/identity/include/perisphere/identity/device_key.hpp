// The key that makes a device the one that it is. Nothing hands its private half out.
#pragma once

#include "perisphere/base/result.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace perisphere::identity
{

class DeviceKey
{
public:
    DeviceKey() = default;
    DeviceKey(const DeviceKey&) = delete;
    DeviceKey& operator=(const DeviceKey&) = delete;
    virtual ~DeviceKey() = default;

    /// P-256, DER of the SubjectPublicKeyInfo.
    [[nodiscard]] virtual std::vector<std::uint8_t> publicKey() const = 0;

    /// ECDSA, DER. `digest` has 20 to 64 bytes, else InvalidArgument.
    [[nodiscard]] virtual Result<std::vector<std::uint8_t>>
    sign(std::span<const std::uint8_t> digest) = 0;
};

/// Who a device is by its key: 128 lower-case hexadecimal digits.
[[nodiscard]] std::string deviceIdOf(std::span<const std::uint8_t> publicKey);

} // namespace perisphere::identity
