// Sockets that have a name among the files.
#pragma once

#include "../syscall.hpp"

#include <sys/socket.h>

namespace perisphere::a7
{

enum class AddressUse : std::uint8_t { Reach, Take };

/// Why a program with files of its own cannot use that address, as an errno: none of its files is a
/// socket, and it can make none. 0: it has no such name.
[[nodiscard]] int refusalOf(Call& call, std::uint32_t address, std::uint32_t bytes, AddressUse use);

} // namespace perisphere::a7
