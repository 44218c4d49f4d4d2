// The FIFO of an ISU's I2C: 8 bytes, pointers that count modulo 16, flags that stay.
#pragma once

#include <array>
#include <cstdint>

namespace perisphere::soc
{

struct ByteFifo {
    static constexpr unsigned kDepth = 8;

    /// Bits of the receive half of FIFO_STATUS; the transmit half is 4 bits higher.
    enum Status : std::uint32_t { kEmpty = 1, kFull = 2, kUnderflow = 4, kOverflow = 8 };

    std::array<std::uint8_t, kDepth> bytes{};
    std::uint8_t readPointer = 0;
    std::uint8_t writePointer = 0;
    std::uint8_t sticky = 0; ///< kUnderflow, kOverflow

    [[nodiscard]] unsigned count() const { return (writePointer - readPointer) & 0xFU; }
    [[nodiscard]] bool isEmpty() const { return count() == 0; }
    [[nodiscard]] bool isFull() const { return count() == kDepth; }
    [[nodiscard]] std::uint8_t front() const { return bytes[readPointer % kDepth]; }

    /// One too many is lost.
    void push(std::uint8_t byte)
    {
        if (isFull()) {
            sticky |= kOverflow;
            return;
        }
        bytes[writePointer % kDepth] = byte;
        writePointer = static_cast<std::uint8_t>((writePointer + 1U) & 0xFU);
    }

    /// Of an empty one: `ifEmpty`.
    std::uint8_t pop(std::uint8_t ifEmpty)
    {
        if (isEmpty()) {
            sticky |= kUnderflow;
            return ifEmpty;
        }
        const std::uint8_t byte = front();
        readPointer = static_cast<std::uint8_t>((readPointer + 1U) & 0xFU);
        return byte;
    }

    void clear() { *this = {}; }

    [[nodiscard]] std::uint32_t status() const
    {
        return (isEmpty() ? kEmpty : 0U) | (isFull() ? kFull : 0U) | sticky;
    }
    [[nodiscard]] std::uint32_t pointers() const
    {
        return readPointer | std::uint32_t{writePointer} << 4U;
    }
};

/// Both directions of one role, as FIFO_STATUS, FIFO_PTR, FIFO_CON and FIFO_DATA show them.
struct ByteFifoPair {
    ByteFifo receive;
    ByteFifo transmit;

    [[nodiscard]] std::uint32_t status() const
    {
        return receive.status() | transmit.status() << 4U;
    }
    [[nodiscard]] std::uint32_t pointers() const
    {
        return receive.pointers() | transmit.pointers() << 8U;
    }
    void clear(std::uint32_t control)
    {
        if ((control & 1U) != 0)
            receive.clear();
        if ((control & 2U) != 0)
            transmit.clear();
    }
};

} // namespace perisphere::soc
