// What opening any peripheral has in common.
#pragma once

#include <cstdint>

namespace perisphere::protocol
{

/// What the descriptor is that an open gave, and so how the library uses it.
enum class DescriptorKind : std::uint32_t {
    GpioPage = 1,    ///< a handle; levels and writes go through the GpioPage
    Channel = 2,     ///< a SOCK_SEQPACKET socket for the peripheral's channel operations
    Stream = 3,      ///< a non-blocking byte stream (UART); the app reads and writes it itself
    KernelGpio = 16, ///< a GPIO v2 line request
    KernelUart = 17, ///< a tty
};

/// Carries the one descriptor. Closing it releases the peripheral, as does the end of the process.
/// Errors: EACCES, ENODEV, EBUSY, EINVAL as each function documents them.
struct OpenReply {
    DescriptorKind kind = DescriptorKind::Channel;
    std::uint32_t reserved = 0;
};
static_assert(sizeof(OpenReply) == 8);

} // namespace perisphere::protocol
