// UART: after the open the descriptor is a plain non-blocking byte stream.
#pragma once

#include "perisphere/protocol/open.hpp"
#include "perisphere/protocol/operation.hpp"

#include <cstdint>

namespace perisphere::protocol
{

/// The values are those of the UART_* enumerations. Answered by OpenReply.
struct UartOpenRequest {
    static constexpr Operation kOperation = Operation::UartOpen;
    using Reply = OpenReply;
    std::int32_t uart = 0;      ///< the applibs id: 4 to 8 for ISU0 to ISU4
    std::uint32_t baudRate = 0; ///< bits per second
    std::uint8_t blockingMode = 0;
    std::uint8_t dataBits = 0;
    std::uint8_t parity = 0;
    std::uint8_t stopBits = 0;
    std::uint8_t flowControl = 0;
    std::uint8_t reserved[3] = {};
};
static_assert(sizeof(UartOpenRequest) == 16);

} // namespace perisphere::protocol
