// Whole packets in and out of a SOCK_SEQPACKET socket.
#pragma once

#include "perisphere/protocol/frame.hpp"

#include <cstddef>
#include <cstdint>
#include <sys/uio.h>

namespace perisphere::client
{

/// At most this many pieces make one packet.
inline constexpr std::size_t kMaxPieces = 6;

/// A packet to send: pieces that lie apart, in order.
struct OutgoingPacket {
    iovec pieces[kMaxPieces] = {};
    std::size_t count = 0;

    void add(const void* data, std::size_t bytes)
    {
        if (bytes != 0)
            pieces[count++] = {.iov_base = const_cast<void*>(data), .iov_len = bytes};
    }
};

/// Sends one packet, waiting for room. 0 or an errno; a peer that is gone is EPIPE, without a
/// signal.
[[nodiscard]] int sendPacket(int socket, const OutgoingPacket& packet);

/// Where a received packet goes.
struct IncomingPacket {
    iovec pieces[kMaxPieces] = {};
    std::size_t count = 0;
    std::size_t bytes = 0; ///< of the packet received
    int descriptors[protocol::kMaxDescriptors] = {-1, -1};
    std::size_t descriptorCount = 0;

    void add(void* data, std::size_t size)
    {
        if (size != 0)
            pieces[count++] = {.iov_base = data, .iov_len = size};
    }
};

/// Waits for one packet. 0 or an errno: EPIPE when the peer is gone, EPROTO when the packet does
/// not fit. Received descriptors are close-on-exec and the caller's.
[[nodiscard]] int receivePacket(int socket, IncomingPacket& packet);

} // namespace perisphere::client
