// I2C master: one channel for each open interface.
#pragma once

#include "perisphere/protocol/open.hpp"
#include "perisphere/protocol/operation.hpp"

#include <cstddef>
#include <cstdint>

namespace perisphere::protocol
{

/// Of either half of a transfer; more is EOPNOTSUPP (the MT3620's DMA buffer).
inline constexpr std::size_t kMaxI2cBytes = 4096;

/// Answered by OpenReply.
struct I2cOpenRequest {
    static constexpr Operation kOperation = Operation::I2cOpen;
    using Reply = OpenReply;
    std::int32_t interfaceId = 0; ///< 0 to 4 for ISU0 to ISU4
    std::uint32_t reserved = 0;
};
static_assert(sizeof(I2cOpenRequest) == 8);

enum class I2cDirection : std::uint32_t {
    Write = 0,         ///< START address+W data STOP; no data: an address probe
    Read = 1,          ///< START address+R data STOP
    WriteThenRead = 2, ///< both, with a repeated START between them
};

/// Followed by `writeBytes` bytes. The reply's value is the sum of both lengths, its payload the
/// bytes read. Errors: ENXIO, EBUSY, ETIMEDOUT, EAGAIN, EOPNOTSUPP, EINVAL.
struct I2cTransferRequest {
    static constexpr Operation kOperation = Operation::I2cTransfer;
    std::uint32_t address = 0; ///< 7 bits
    I2cDirection direction = I2cDirection::Write;
    std::uint32_t writeBytes = 0;
    std::uint32_t readBytes = 0;
};
static_assert(sizeof(I2cTransferRequest) == 16);

/// Errors: EOPNOTSUPP for speeds the hardware does not have.
struct I2cSetBusSpeedRequest {
    static constexpr Operation kOperation = Operation::I2cSetBusSpeed;
    std::uint32_t hertz = 0;
    std::uint32_t reserved = 0;
};

/// Errors: EINVAL.
struct I2cSetTimeoutRequest {
    static constexpr Operation kOperation = Operation::I2cSetTimeout;
    std::uint32_t milliseconds = 0;
    std::uint32_t reserved = 0;
};

/// For the app's own read(2) and write(2) on the channel. Errors: EINVAL above 7 bits.
struct I2cSetDefaultAddressRequest {
    static constexpr Operation kOperation = Operation::I2cSetDefaultAddress;
    std::uint32_t address = 0;
    std::uint32_t reserved = 0;
};

} // namespace perisphere::protocol
