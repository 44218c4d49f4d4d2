// GPIO: opened over the connection, then used through memory shared with the device.
#pragma once

#include "perisphere/protocol/open.hpp"
#include "perisphere/protocol/operation.hpp"

#include <cstdint>

namespace perisphere::protocol
{

enum class GpioDirection : std::uint8_t { Input = 0, Output = 1 };

/// As GPIO_OutputMode.
enum class GpioDrive : std::uint8_t { PushPull = 0, OpenDrain = 1, OpenSource = 2 };

/// Answered by OpenReply.
struct GpioOpenRequest {
    static constexpr Operation kOperation = Operation::GpioOpen;
    using Reply = OpenReply;
    std::int32_t gpio = 0;
    std::uint8_t direction = 0; ///< a GpioDirection
    std::uint8_t drive = 0;     ///< a GpioDrive, outputs only
    std::uint8_t level = 0;     ///< 0 or 1, driven as part of the open; outputs only
    std::uint8_t reserved = 0;
};
static_assert(sizeof(GpioOpenRequest) == 8);

} // namespace perisphere::protocol
