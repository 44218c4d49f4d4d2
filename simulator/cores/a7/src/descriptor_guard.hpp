// Descriptors of the emulator itself, which the program neither sees nor closes.
#pragma once

#include <vector>

namespace perisphere::a7
{

/// Moves a descriptor above those that programs come to have; it is not inherited by execve.
/// @return its new number, or -1 with errno; `fd` is closed
int keepFromGuest(int fd);
[[nodiscard]] bool isKept(int fd);
/// In order.
[[nodiscard]] std::vector<int> keptBetween(unsigned first, unsigned last);
void closeKept(int fd);

} // namespace perisphere::a7
