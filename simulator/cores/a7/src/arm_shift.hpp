// The shifts of register operands whose amount is in the instruction.
#pragma once

#include <bit>
#include <cstdint>

namespace perisphere::a7
{

/// @param type 0 LSL, 1 LSR, 2 ASR, 3 ROR or RRX; `amount` as encoded. @param carry CPSR.C, for RRX
constexpr std::uint32_t shiftedByImmediate(std::uint32_t value, unsigned type, unsigned amount,
                                           bool carry)
{
    switch (type) {
    case 0:
        return value << amount;
    case 1:
        return amount == 0 ? 0 : value >> amount;
    case 2:
        return static_cast<std::uint32_t>(static_cast<std::int32_t>(value) >>
                                          (amount == 0 ? 31 : static_cast<int>(amount)));
    default:
        if (amount == 0)
            return value >> 1 | (carry ? 1U << 31 : 0);
        return std::rotr(value, static_cast<int>(amount));
    }
}

inline constexpr std::uint32_t kCarry = 1U << 29;

} // namespace perisphere::a7
