// What a client of the GDB stub can make it hold and do.
#pragma once

#include <cstddef>

namespace perisphere::debug
{

/// The longest packet that is taken, without its frame; told to the client (PacketSize).
constexpr std::size_t kPacketBytes = 0x4000;

/// Received and not worked on yet: beyond it a session wants no more.
constexpr std::size_t kInputBytes = std::size_t{64} * 1024;

/// Beyond it a session works on no further packet until its output has been taken.
constexpr std::size_t kOutputBytes = std::size_t{64} * 1024;

/// Between two of them the machine thread does its other work.
constexpr std::size_t kPacketsInTurn = 64;

/// Each kind, for one client.
constexpr std::size_t kBreakpoints = 1024;

/// At one core.
constexpr std::size_t kClients = 8;

} // namespace perisphere::debug
