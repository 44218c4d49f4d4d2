// ADC: one channel for the open controller.
#pragma once

#include "perisphere/protocol/open.hpp"
#include "perisphere/protocol/operation.hpp"

#include <cstdint>

namespace perisphere::protocol
{

/// Answered by OpenReply.
struct AdcOpenRequest {
    static constexpr Operation kOperation = Operation::AdcOpen;
    using Reply = OpenReply;
    std::uint32_t controller = 0;
    std::uint32_t reserved = 0;
};
static_assert(sizeof(AdcOpenRequest) == 8);

/// The reply's value is the sample, after the conversion time. Errors: EINVAL (no such channel),
/// ETIMEDOUT.
struct AdcPollRequest {
    static constexpr Operation kOperation = Operation::AdcPoll;
    std::uint32_t channel = 0;
    std::uint32_t reserved = 0;
};

/// The reply's value is the number of bits of a sample. Errors: EINVAL.
struct AdcSampleBitCountRequest {
    static constexpr Operation kOperation = Operation::AdcSampleBitCount;
    std::uint32_t channel = 0;
    std::uint32_t reserved = 0;
};

/// Of all channels of the controller, whichever is named. Errors: EINVAL.
struct AdcSetReferenceVoltageRequest {
    static constexpr Operation kOperation = Operation::AdcSetReferenceVoltage;
    std::uint32_t channel = 0;
    std::uint32_t microvolts = 0;
};

} // namespace perisphere::protocol
