// Offsets and bits that the register face, the controller and the target of an ISU's I2C share.
#pragma once

#include <cstdint>

namespace perisphere::soc
{

struct I2cOffset {
    static constexpr std::uint32_t kInterruptControl = 0x00;
    static constexpr std::uint32_t kPadControl = 0x40;
    static constexpr std::uint32_t kPhasesLow = 0x44;
    static constexpr std::uint32_t kPhasesHigh = 0x48;
    static constexpr std::uint32_t kPacketBytes = 0x54; ///< three
    static constexpr std::uint32_t kAddress = 0x60;
    static constexpr std::uint32_t kPacketControl = 0x68;
    static constexpr std::uint32_t kAcknowledges = 0x6C;
    static constexpr std::uint32_t kControl = 0x70;
    static constexpr std::uint32_t kStatus = 0x74;
    static constexpr std::uint32_t kFifoControl = 0x78;
    static constexpr std::uint32_t kFifoStatus = 0x80;
    static constexpr std::uint32_t kFifoPointers = 0x84;
    static constexpr std::uint32_t kFifoData = 0x90;
    static constexpr std::uint32_t kDmaControl = 0xC0;
    static constexpr std::uint32_t kTargetControl = 0xC4;
    static constexpr std::uint32_t kTargetAddress = 0xC8;
    static constexpr std::uint32_t kTargetReceived0 = 0xCC;
    static constexpr std::uint32_t kTargetReceived1 = 0xD0;
    static constexpr std::uint32_t kTargetFifoControl = 0xD8;
    static constexpr std::uint32_t kTargetFifoStatus = 0xE0;
    static constexpr std::uint32_t kTargetFifoPointers = 0xE4;
    static constexpr std::uint32_t kTargetFifoData = 0xF0;
};

struct I2cBit {
    // INT_CTRL; the target's are 4 bits higher.
    static constexpr std::uint32_t kStatus = 1U << 0U;
    static constexpr std::uint32_t kEnable = 1U << 1U;
    static constexpr std::uint32_t kMask = 1U << 2U;
    // MM_CON0
    static constexpr std::uint32_t kStart = 1U << 0U;
    static constexpr std::uint32_t kControllerEnable = 1U << 15U;
    // MM_STATUS
    static constexpr std::uint32_t kBusy = 1U << 0U;
    static constexpr std::uint32_t kArbitrationLost = 1U << 1U;
    static constexpr std::uint32_t kStartReady = 1U << 2U;
    // MM_ACK_VAL
    static constexpr unsigned kFirstAddress = 8;
    // DMA_CON0
    static constexpr std::uint32_t kHandshake = 1U << 4U;
    static constexpr std::uint32_t kTargetFifos = 1U << 5U;
    // S_CON0
    static constexpr std::uint32_t kMute = 1U << 14U;
    static constexpr std::uint32_t kTargetEnable = 1U << 15U;

    static constexpr std::uint32_t kAddressMask = 0x7F;
    static constexpr std::uint32_t kLengthMask = 0xFFFF;
};

} // namespace perisphere::soc
