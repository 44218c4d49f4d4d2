// Control messages of sendmsg and recvmsg, between the program's layout and the host's.
#pragma once

#include "../guest_structs.hpp"
#include "../syscall.hpp"

#include <sys/socket.h>
#include <vector>

namespace perisphere::a7
{

/// Those of a message to send, for the host. @return 0, or an errno
[[nodiscard]] int readControl(Call& call, const MessageHeader32& header,
                              std::vector<std::uint8_t>& control);

/// Room for what the host gives where the program has room for `guestBytes`.
[[nodiscard]] std::vector<std::uint8_t> controlRoom(std::uint32_t guestBytes);

/// What was received, for the program; descriptors for which there is no room are closed.
void writeControl(Call& call, MessageHeader32& header, msghdr& message);

} // namespace perisphere::a7
