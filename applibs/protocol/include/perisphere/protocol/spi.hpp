// SPI master: one channel for each open interface and chip select.
#pragma once

#include "perisphere/protocol/open.hpp"
#include "perisphere/protocol/operation.hpp"

#include <cstddef>
#include <cstdint>

namespace perisphere::protocol
{

/// Of all reads, and of all writes, of one transfer; more is EMSGSIZE.
inline constexpr std::size_t kMaxSpiBytes = 4096;

/// As SPI_MASTER_MAX_TRANSFERS.
inline constexpr std::size_t kMaxSpiSegments = 256;

/// Answered by OpenReply.
struct SpiOpenRequest {
    static constexpr Operation kOperation = Operation::SpiOpen;
    using Reply = OpenReply;
    std::int32_t interfaceId = 0;         ///< 0 to 4 for ISU0 to ISU4
    std::int32_t chipSelect = 0;          ///< -1 = A, -2 = B
    std::uint32_t chipSelectPolarity = 0; ///< as SPI_ChipSelectPolarity: 1 = active low, 2 = high
    std::uint32_t reserved = 0;
};
static_assert(sizeof(SpiOpenRequest) == 16);

enum class SpiDirection : std::uint32_t { Read = 1, Write = 2 };

struct SpiSegment {
    SpiDirection direction = SpiDirection::Write;
    std::uint32_t bytes = 0;
};
static_assert(sizeof(SpiSegment) == 8);

/// Followed by `segments` SpiSegments, then the bytes of all writes. Chip select is active over the
/// whole. The reply's value is the sum of all lengths, its payload the bytes of all reads. Errors:
/// EINVAL, EMSGSIZE, EIO, ETIMEDOUT.
struct SpiTransferRequest {
    static constexpr Operation kOperation = Operation::SpiTransfer;
    std::uint32_t segments = 0;
    std::uint32_t writeBytes = 0;
};
static_assert(sizeof(SpiTransferRequest) == 8);

/// The highest clock to use; the device takes the nearest one below. Errors: EINVAL for 0.
struct SpiSetBusSpeedRequest {
    static constexpr Operation kOperation = Operation::SpiSetBusSpeed;
    std::uint32_t hertz = 0;
    std::uint32_t reserved = 0;
};

/// As SPI_Mode, 1 to 4. Errors: EINVAL.
struct SpiSetModeRequest {
    static constexpr Operation kOperation = Operation::SpiSetMode;
    std::uint32_t mode = 0;
    std::uint32_t reserved = 0;
};

/// As SPI_BitOrder, 1 or 2. Errors: EINVAL.
struct SpiSetBitOrderRequest {
    static constexpr Operation kOperation = Operation::SpiSetBitOrder;
    std::uint32_t bitOrder = 0;
    std::uint32_t reserved = 0;
};

} // namespace perisphere::protocol
