// Offsets and bits that the register face and the transfers of an ISU's SPI share.
#pragma once

#include <cstdint>

namespace perisphere::soc
{

struct SpiOffset {
    static constexpr std::uint32_t kTransfer = 0x00; ///< STCSR
    static constexpr std::uint32_t kCommand = 0x04;  ///< SOAR
    static constexpr std::uint32_t kDataOut = 0x08;  ///< SDOR0 to 7
    static constexpr std::uint32_t kMode = 0x28;     ///< SMMR
    static constexpr std::uint32_t kLengths = 0x2C;  ///< SMBCR
    static constexpr std::uint32_t kQueue = 0x30;    ///< Q_CTL
    static constexpr std::uint32_t kStatus = 0x34;   ///< SCSR
    static constexpr std::uint32_t kPolarity = 0x38; ///< CSPOL
    static constexpr std::uint32_t kDataPort = 0x40;
    static constexpr std::uint32_t kDataIn = 0x48; ///< SDIR0 to 7
};

struct SpiBit {
    // STCSR
    static constexpr std::uint32_t kStart = 1U << 8U;
    static constexpr std::uint32_t kBusy = 1U << 16U;
    // SMMR
    static constexpr std::uint32_t kLeastSignificantFirst = 1U << 3U;
    static constexpr unsigned kModeShift = 4; ///< CPOL, CPHA
    static constexpr std::uint32_t kInterruptEnable = 1U << 9U;
    static constexpr std::uint32_t kDuplex = 1U << 10U;
    static constexpr unsigned kDividerShift = 16;
    static constexpr std::uint32_t kDividerMask = 0xFFF;
    static constexpr unsigned kSelectShift = 29;
    static constexpr std::uint32_t kNoSelect = 7;
    // SCSR
    static constexpr std::uint32_t kDone = 1U << 0U;
    // CSPOL
    static constexpr std::uint32_t kDmaMode = 1U << 8U;
    static constexpr unsigned kCommandDelayShift = 12;
    static constexpr unsigned kEndDelayShift = 16;
    static constexpr std::uint32_t kDelayMask = 0xF;
};

} // namespace perisphere::soc
