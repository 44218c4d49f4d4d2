// Long multiplies whose two result registers are one: UNPREDICTABLE, so that the recompiler refuses
// them. The processor writes the low word first, then the high one over it.
#include "handlers.hpp"

namespace perisphere::a7
{
namespace
{

constexpr unsigned kPcNumber = 15;

struct LongOperands {
    unsigned low = 0;
    unsigned high = 0;
    unsigned n = 0;
    unsigned m = 0;

    [[nodiscard]] bool isSound() const
    {
        return low == high && low != kPcNumber && n != kPcNumber && m != kPcNumber;
    }
};

LongOperands operandsOfA32(const InstructionState& state)
{
    return {.low = state.field(12, 4),
            .high = state.field(16, 4),
            .n = state.field(0, 4),
            .m = state.field(8, 4)};
}

LongOperands operandsOfT32(const InstructionState& state)
{
    return {.low = state.field(12, 4),
            .high = state.field(8, 4),
            .n = state.field(16, 4),
            .m = state.field(0, 4)};
}

std::uint64_t accumulator(const InstructionState& state, const LongOperands& at)
{
    return state.r[at.low] | std::uint64_t{state.r[at.high]} << 32;
}

void setResult(InstructionState& state, const LongOperands& at, std::uint64_t value)
{
    state.r[at.low] = static_cast<std::uint32_t>(value);
    state.r[at.high] = static_cast<std::uint32_t>(value >> 32);
}

std::uint64_t product(const InstructionState& state, const LongOperands& at, bool isSigned)
{
    if (!isSigned)
        return std::uint64_t{state.r[at.n]} * state.r[at.m];
    return static_cast<std::uint64_t>(std::int64_t{static_cast<std::int32_t>(state.r[at.n])} *
                                      static_cast<std::int32_t>(state.r[at.m]));
}

std::int64_t half(std::uint32_t value, bool isTop)
{
    return static_cast<std::int16_t>(isTop ? value >> 16 : value);
}

void addHalves(InstructionState& state, const LongOperands& at, bool isTopN, bool isTopM)
{
    const std::int64_t term = half(state.r[at.n], isTopN) * half(state.r[at.m], isTopM);
    setResult(state, at, accumulator(state, at) + static_cast<std::uint64_t>(term));
}

void addDual(InstructionState& state, const LongOperands& at, bool isCrossed, bool isDifference)
{
    const std::uint32_t n = state.r[at.n];
    const std::uint32_t m = state.r[at.m];
    const std::int64_t first = half(n, false) * half(m, isCrossed);
    const std::int64_t second = half(n, true) * half(m, !isCrossed);
    const std::int64_t term = isDifference ? first - second : first + second;
    setResult(state, at, accumulator(state, at) + static_cast<std::uint64_t>(term));
}

void addTwoWords(InstructionState& state, const LongOperands& at)
{
    setResult(state, at,
              product(state, at, false) + state.r[at.low] + std::uint64_t{state.r[at.high]});
}

} // namespace

bool multiplyLong(InstructionState& state)
{
    const LongOperands at = operandsOfA32(state);
    if (!at.isSound())
        return false;
    std::uint64_t result = product(state, at, state.bit(22));
    if (state.bit(21))
        result += accumulator(state, at);
    setResult(state, at, result);
    if (state.bit(20))
        state.cpsr = (state.cpsr & 0x3FFFFFFFU) |
                     (static_cast<std::uint32_t>(result >> 32) & 0x80000000U) |
                     (result == 0 ? 0x40000000U : 0);
    return true;
}

bool multiplyAccumulateAccumulate(InstructionState& state)
{
    const LongOperands at = operandsOfA32(state);
    if (!at.isSound())
        return false;
    addTwoWords(state, at);
    return true;
}

bool multiplyLongHalves(InstructionState& state)
{
    const LongOperands at = operandsOfA32(state);
    if (!at.isSound())
        return false;
    addHalves(state, at, state.bit(5), state.bit(6));
    return true;
}

bool multiplyLongDual(InstructionState& state)
{
    const LongOperands at = operandsOfA32(state);
    if (!at.isSound())
        return false;
    addDual(state, at, state.bit(5), state.bit(6));
    return true;
}

bool multiplyLongT32(InstructionState& state)
{
    const LongOperands at = operandsOfT32(state);
    if (!at.isSound())
        return false;
    const unsigned operation = state.field(20, 3) << 4 | state.field(4, 4);
    switch (operation) {
    case 0x00: // SMULL
    case 0x20: // UMULL
        setResult(state, at, product(state, at, operation == 0));
        return true;
    case 0x40: // SMLAL
    case 0x60: // UMLAL
        setResult(state, at, accumulator(state, at) + product(state, at, operation == 0x40));
        return true;
    case 0x48: // SMLALBB, BT, TB, TT
    case 0x49:
    case 0x4A:
    case 0x4B:
        addHalves(state, at, (operation & 2U) != 0, (operation & 1U) != 0);
        return true;
    case 0x4C: // SMLALD, SMLALDX
    case 0x4D:
    case 0x5C: // SMLSLD, SMLSLDX
    case 0x5D:
        addDual(state, at, (operation & 1U) != 0, (operation & 0x10U) != 0);
        return true;
    case 0x66: // UMAAL
        addTwoWords(state, at);
        return true;
    default:
        return false;
    }
}

} // namespace perisphere::a7
