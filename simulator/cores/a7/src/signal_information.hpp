// siginfo_t of 32-bit Linux.
#pragma once

#include "signals.hpp"

#include <array>
#include <cstdint>

namespace perisphere::a7
{

struct SignalInformation {
    std::int32_t number;
    std::int32_t error;
    std::int32_t code;
    std::array<std::uint32_t, 29> fields; ///< which depend on the signal and on who sent it
};
static_assert(sizeof(SignalInformation) == 128);

[[nodiscard]] SignalInformation informationOf(const PendingSignal& signal);

/// Of what a program sends itself by rt_sigqueueinfo.
[[nodiscard]] PendingSignal signalOf(int number, const SignalInformation& information);

} // namespace perisphere::a7
