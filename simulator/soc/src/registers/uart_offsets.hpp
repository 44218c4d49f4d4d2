// Offsets and bits of the UART's registers, for its two sources.
#pragma once

#include <cstdint>

namespace perisphere::soc::uart
{

enum Offset : std::uint32_t {
    kRbrThr = 0x00,
    kIer = 0x04,
    kIirFcr = 0x08,
    kLcr = 0x0C,
    kMcr = 0x10,
    kLsr = 0x14,
    kMsr = 0x18,
    kScr = 0x1C,
    kHighspeed = 0x24,
    kSampleCount = 0x28,
    kGuard = 0x3C,
    kVfifoEn = 0x4C,
    kRxTrig = 0x50,
    kFracDivL = 0x54,
    kFracDivM = 0x58,
    kFcrRd = 0x5C,
    kExtendAdd = 0x64,
    kRxOffset = 0x68,
    kTxOffset = 0x6C,
    kInterruptSta = 0x70,
};

// IER
inline constexpr unsigned kErbfi = 1U << 0;
inline constexpr unsigned kEtbei = 1U << 1;
inline constexpr unsigned kElsi = 1U << 2;
inline constexpr unsigned kEdssi = 1U << 3;
inline constexpr unsigned kXoffi = 1U << 5;
inline constexpr unsigned kRtsCtsi = 3U << 6;

// IIR
inline constexpr unsigned kNone = 0x01;
inline constexpr unsigned kLineStatus = 0x06;
inline constexpr unsigned kDataAvailable = 0x04;
inline constexpr unsigned kTimeout = 0x0C;
inline constexpr unsigned kThrEmpty = 0x02;
inline constexpr unsigned kModemStatus = 0x00;
inline constexpr unsigned kSoftwareFlow = 0x10;
inline constexpr unsigned kHardwareFlow = 0x20;

// LSR
inline constexpr unsigned kDataReady = 1U << 0;
inline constexpr unsigned kOverrun = 1U << 1;
inline constexpr unsigned kParityError = 1U << 2;
inline constexpr unsigned kFramingError = 1U << 3;
inline constexpr unsigned kThre = 1U << 5;
inline constexpr unsigned kTemt = 1U << 6;
inline constexpr unsigned kFifoError = 1U << 7;

// MCR
inline constexpr unsigned kRts = 1U << 1;
inline constexpr unsigned kLoop = 1U << 4;

// EFR
inline constexpr unsigned kAutoRts = 1U << 6;
inline constexpr unsigned kAutoCts = 1U << 7;
inline constexpr unsigned kCompareXon1 = 2; // of bits 1 to 0
inline constexpr unsigned kSendXon1 = 2;    // of bits 3 to 2

// EXTEND_ADD
inline constexpr unsigned kReceiveHandshake = 1U << 0;
inline constexpr unsigned kTransmitHandshake = 1U << 1;

// INTERRUPT_STA
inline constexpr unsigned kSoftwareFlowed = 0x20;
inline constexpr unsigned kHardwareFlowed = 0x40;

} // namespace perisphere::soc::uart
