// Who has called: also where no table tells, as in C libraries, which are built without.
#pragma once

#include "cpu.hpp"
#include "perisphere/a7/guest_memory.hpp"

#include <cstdint>
#include <vector>

namespace perisphere::a7
{

/// The place itself first, then where each caller goes on; at most `limit`. What unwind() does not
/// find is taken from the stack: words behind calls. Of those one may be left over from a call that
/// has returned.
[[nodiscard]] std::vector<std::uint32_t>
likelyCallers(const GuestMemory& memory, const Registers& registers, std::size_t limit);

} // namespace perisphere::a7
