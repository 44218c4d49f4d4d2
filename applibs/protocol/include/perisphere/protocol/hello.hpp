// The first exchange of a connection.
#pragma once

#include "perisphere/protocol/operation.hpp"

#include <cstdint>

namespace perisphere::protocol
{

/// No other operation is answered before it (EPROTO).
struct HelloRequest {
    static constexpr Operation kOperation = Operation::Hello;
    static constexpr std::uint32_t kWithoutGpio = 1; ///< no GpioPage is wanted
    std::uint32_t version = 0;                       ///< kProtocolVersion of the app's library
    std::uint32_t flags = 0;
};
static_assert(sizeof(HelloRequest) == 8);

inline constexpr std::size_t kMaxPackageRootBytes = 1024;

/// Followed by the absolute path of the app's image as the app sees it, without a NUL. Carries two
/// descriptors when the device offers a GpioPage: the page's memory, and an eventfd that wakes the
/// device. Carries none when GPIO descriptors are the kernel's own. Errors: EPROTO (version).
struct HelloReply {
    std::uint32_t version = 0; ///< kProtocolVersion of the device
    std::uint32_t packageRootBytes = 0;
};
static_assert(sizeof(HelloReply) == 8);

/// Followed by at most kMaxLogBytes of text as the app gave it. No reply.
struct LogWriteRequest {
    static constexpr Operation kOperation = Operation::LogWrite;
    std::uint32_t bytes = 0;
    std::uint32_t reserved = 0;
};
static_assert(sizeof(LogWriteRequest) == 8);

/// Longer messages are sent in pieces of this size, in order.
inline constexpr std::size_t kMaxLogBytes = 8192;

} // namespace perisphere::protocol
