// Who called whom in a program of ARM Linux, by the tables that its exceptions use (.ARM.exidx):
// programs and libraries of the device have these also when they are stripped.
#pragma once

#include "cpu.hpp"
#include "perisphere/a7/guest_memory.hpp"

#include <cstdint>
#include <vector>

namespace perisphere::a7
{

/// The innermost place first, then where each caller goes on; at most `limit`. Ends where no table
/// knows a caller.
[[nodiscard]] std::vector<std::uint32_t> unwind(const GuestMemory& memory, Registers registers,
                                                std::size_t limit);

} // namespace perisphere::a7
