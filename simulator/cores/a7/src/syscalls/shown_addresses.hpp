// Addresses that the program sees otherwise than the host.
#pragma once

#include "../syscall.hpp"

#include <cstddef>

namespace perisphere::a7
{

/// Of a message that has come: an answer of the device's name server is from the port that the
/// program has asked. `address` is of the host or of the program's memory.
void showNameServer(Call& call, void* address, std::size_t bytes);

} // namespace perisphere::a7
