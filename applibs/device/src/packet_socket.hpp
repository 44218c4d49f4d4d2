// Packets of a non-blocking SOCK_SEQPACKET socket, device side.
#pragma once

#include "perisphere/device/session.hpp"

#include <cstddef>
#include <span>

namespace perisphere::device
{

enum class PacketStatus {
    Done,
    WouldBlock,
    Closed, ///< the peer is gone, or the socket failed
};

struct ReceivedPacket {
    PacketStatus status = PacketStatus::Closed;
    std::size_t bytes = 0;
};

/// One packet into `buffer`. Descriptors that come along are closed: no request has any. A packet
/// longer than the buffer counts as one byte longer, so that its reader sees that it is too long.
[[nodiscard]] ReceivedPacket receivePacket(int socket, std::span<std::byte> buffer);

/// One reply with its descriptors.
[[nodiscard]] PacketStatus sendPacket(int socket, const ReplyPacket& packet);

} // namespace perisphere::device
