// System calls as text, for --strace.
#pragma once

#include "process_impl.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace perisphere::a7
{

/// "openat(AT_FDCWD, "/etc/hosts", O_RDONLY|O_CLOEXEC) = 3", "... = -1 ENOENT (No such file or
/// directory)": what is known of the arguments' meaning is told, the rest are numbers.
[[nodiscard]] std::string describeCall(const GuestMemory& memory, std::string_view name,
                                       const std::array<std::uint32_t, 7>& arguments,
                                       std::int64_t result);

} // namespace perisphere::a7
