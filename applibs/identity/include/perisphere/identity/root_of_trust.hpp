// What a device can prove: that it is itself, and that it does not go back in time. On the chip a
// security processor, on a board a TPM, in the simulator files.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/identity/device_key.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace perisphere::identity
{

class RootOfTrust : public DeviceKey
{
public:
    [[nodiscard]] virtual const std::string& deviceId() const = 0;

    /// The counter's next value, which it has had never before. `name` is of the device's own.
    [[nodiscard]] virtual Result<std::uint64_t> increase(std::string_view name) = 0;
};

} // namespace perisphere::identity
