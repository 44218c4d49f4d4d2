// Offsets and bits of the counter and capture unit of a GPIO group.
#pragma once

#include <cstdint>

namespace perisphere::soc::counter
{

constexpr std::uint32_t kStatic3 = 0x0C;
constexpr std::uint32_t kDynamic = 0x10;
constexpr std::uint32_t kResetValue = 0x20;
constexpr std::uint32_t kLowLimit = 0x24;
constexpr std::uint32_t kHighLimit = 0x28;
constexpr std::uint32_t kEnable = 0x30;
constexpr std::uint32_t kClear = 0x34;
constexpr std::uint32_t kStatus = 0x38;
constexpr std::uint32_t kFifoStatus = 0x40;
constexpr std::uint32_t kCapture0 = 0x44;
constexpr std::uint32_t kCapture1 = 0x48;
constexpr std::uint32_t kValue = 0x4C;
constexpr std::uint32_t kEnd = 0x58;

// STATIC_CTRL0 to 2
constexpr std::uint32_t kMinimumWidth = 0x3FFF;
constexpr std::uint32_t kFilterOn = 1U << 14;
constexpr std::uint32_t kInitialHigh = 1U << 15;
// STATIC_CTRL3
constexpr std::uint32_t kPin2IsHigh = 1U << 0;
constexpr std::uint32_t kPin2ResetsCapture = 1U << 1;
constexpr std::uint32_t kPin2ResetsEvents = 1U << 2;
// DYNAMIC_CTRL0
constexpr std::uint32_t kEventsOn = 1U << 0;
constexpr std::uint32_t kCaptureOn = 1U << 1;
constexpr std::uint32_t kResetEvents = 1U << 16;
constexpr std::uint32_t kResetCapture = 1U << 17;
// INT_STS
constexpr std::uint32_t kAtLow = 1U << 0;
constexpr std::uint32_t kAtHigh = 1U << 1;
constexpr std::uint32_t kPin2Reset = 1U << 2;
constexpr std::uint32_t kOverflow = 1U << 8;
constexpr std::uint32_t kUnderflow = 1U << 9;
constexpr std::uint32_t kFullOnCapture = 1U << 12; ///< FIFO 0; the next bit FIFO 1, and so on
constexpr std::uint32_t kFullOnReset = 1U << 14;
constexpr std::uint32_t kNotEmpty = 1U << 16;
constexpr std::uint32_t kReadEmpty = 1U << 24;

constexpr unsigned kFirstInterrupt = 71;

enum Mode : std::uint8_t { Direction, UpDown, Quadrature };
enum Saturation : std::uint8_t { None, StopLow, StopHigh, ResetLow, ResetHigh };

} // namespace perisphere::soc::counter
