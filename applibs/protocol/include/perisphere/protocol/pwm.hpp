// PWM: one channel (of the protocol) for each open controller.
#pragma once

#include "perisphere/protocol/open.hpp"
#include "perisphere/protocol/operation.hpp"

#include <cstdint>

namespace perisphere::protocol
{

/// Answered by OpenReply.
struct PwmOpenRequest {
    static constexpr Operation kOperation = Operation::PwmOpen;
    using Reply = OpenReply;
    std::uint32_t controller = 0;
    std::uint32_t reserved = 0;
};
static_assert(sizeof(PwmOpenRequest) == 8);

/// Errors: ENODEV (no such output), EINVAL (times that the counter cannot make).
struct PwmApplyRequest {
    static constexpr Operation kOperation = Operation::PwmApply;
    std::uint32_t channel = 0; ///< output of the controller
    std::uint32_t periodNanoseconds = 0;
    std::uint32_t dutyNanoseconds = 0; ///< active part
    std::uint32_t polarity = 0;        ///< 0 = normal (active high), 1 = inversed
    std::uint32_t enabled = 0;         ///< 0 or 1
    std::uint32_t reserved = 0;
};
static_assert(sizeof(PwmApplyRequest) == 24);

} // namespace perisphere::protocol
