// The device service protocol: how an app's libapplibs and its device talk.
//
// One message is one packet of a local SOCK_SEQPACKET socket. There are two kinds of socket: the
// connection, which the launcher gives to the app and which is the app's identity, and channels,
// one for each open peripheral, received over the connection. A request goes from the app to the
// device and has exactly one reply with the same sequence number, but for those operations that say
// they have none. Numbers are little endian; every structure is free of padding and has the same
// layout on 32-bit ARM and on 64-bit hosts.
//
// Both sides treat what they receive as hostile: a packet that is too short, too long or of an
// unknown operation is answered with EPROTO (device) or fails the call (app), and changes nothing.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace perisphere::protocol
{

static_assert(std::endian::native == std::endian::little, "both ends of the protocol are local");

/// Raised when a message's layout or meaning changes. A device refuses other versions at Hello.
inline constexpr std::uint32_t kProtocolVersion = 1;

/// The largest packet in either direction: a client certificate and its private key (8192 bytes
/// each) with its password fits.
inline constexpr std::size_t kMaxMessageBytes = 20480;

/// The most descriptors that one packet carries.
inline constexpr std::size_t kMaxDescriptors = 2;

/// Marks a request, so that a channel can tell it from the bytes of an app's own write(2).
inline constexpr std::uint32_t kRequestMagic = 0x71535044; // "DPSq"

struct RequestHeader {
    std::uint32_t magic = kRequestMagic;
    std::uint16_t operation = 0; ///< an Operation
    std::uint16_t reserved = 0;  ///< 0
    std::uint32_t sequence = 0;  ///< chosen by the app; repeated in the reply
};
static_assert(sizeof(RequestHeader) == 12);

struct ReplyHeader {
    std::uint32_t sequence = 0;
    std::int32_t error = 0; ///< 0, or the errno of the call (Linux numbers)
    std::int64_t value = 0; ///< what the call returns, where that is a number
};
static_assert(sizeof(ReplyHeader) == 16);

} // namespace perisphere::protocol
