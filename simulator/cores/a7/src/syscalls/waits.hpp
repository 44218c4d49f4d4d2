// What calls that wait for descriptors take: times and masks of signals.
#pragma once

#include "../syscall.hpp"

#include <cstdint>
#include <optional>

namespace perisphere::a7
{

/// A time-out of an argument.
struct Timeout {
    std::optional<Instant> value; ///< nullopt: none at all
    std::uint32_t address = 0;    ///< where the kernel leaves what is left of it
    TimeForm form = TimeForm::Spec32;
};

/// Of poll() and epoll_wait(): a negative one is none.
[[nodiscard]] Timeout timeoutOf(std::int32_t milliseconds);

/// That at an address; 0: none. @return 0, or the errno of the answer
[[nodiscard]] int readTimeout(Call& call, std::uint32_t address, TimeForm form, Timeout& timeout);

/// Blocks the signals of a mask for as long as the call waits; address 0: none.
/// @return 0, or the errno of the answer
[[nodiscard]] int takeMask(Call& call, std::uint32_t address, std::uint32_t bytes);

/// Whether a call that has found nothing goes on waiting.
[[nodiscard]] bool goesOn(const Call& call, const Timeout& timeout);

/// The wait that such a call begins.
[[nodiscard]] Wait waitUntil(Call& call, const Timeout& timeout);

/// Leaves what is left of the time for the program. @return the host's result as an answer
[[nodiscard]] Answer endWait(Call& call, const Timeout& timeout, std::int64_t hostResult);

} // namespace perisphere::a7
