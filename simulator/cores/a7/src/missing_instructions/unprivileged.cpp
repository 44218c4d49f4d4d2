#include "../arm_shift.hpp"
#include "handlers.hpp"

#include <bit>

namespace perisphere::a7
{
namespace
{

constexpr unsigned kProgramCounter = 15;
constexpr std::uint32_t kBigEndian = 1U << 9; // CPSR.E

template <class T>
T inOrder(const InstructionState& state, T value)
{
    if ((state.cpsr & kBigEndian) == 0)
        return value;
    if constexpr (sizeof(T) == 4)
        return __builtin_bswap32(value);
    else if constexpr (sizeof(T) == 2)
        return __builtin_bswap16(value);
    else
        return value;
}

/// Processes have no other kind of access, so that the T of these has no more to say.
template <class T, class Extended = T>
void access(InstructionState& state, bool isLoad, std::uint32_t offset)
{
    const unsigned n = state.field(16, 4);
    const unsigned t = state.field(12, 4);
    const std::uint32_t address = state.r[n];
    if (isLoad) {
        const auto value = state.memory.load<T>(address);
        if (!value) {
            state.badAccess = {.address = address};
            return;
        }
        state.r[t] = static_cast<std::uint32_t>(
            static_cast<std::int32_t>(static_cast<Extended>(inOrder(state, *value))));
    } else if (!state.memory.store(address, inOrder(state, static_cast<T>(state.r[t])))) {
        state.badAccess = {.address = address, .isWrite = true};
        return;
    }
    state.r[n] = address + (state.bit(23) ? offset : 0 - offset);
}

/// What the architecture leaves undefined. @param m the offset's register, where there is one
bool isSound(const InstructionState& state, bool isRegister)
{
    const unsigned n = state.field(16, 4);
    const unsigned t = state.field(12, 4);
    return n != kProgramCounter && t != kProgramCounter && n != t &&
           (!isRegister || state.field(0, 4) != kProgramCounter);
}

} // namespace

bool loadStoreUnprivileged(InstructionState& state)
{
    const bool isRegister = state.bit(25);
    if (!isSound(state, isRegister))
        return false;
    const std::uint32_t offset =
        isRegister ? shiftedByImmediate(state.r[state.field(0, 4)], state.field(5, 2),
                                        state.field(7, 5), (state.cpsr & kCarry) != 0)
                   : state.field(0, 12);
    if (state.bit(22))
        access<std::uint8_t>(state, state.bit(20), offset);
    else
        access<std::uint32_t>(state, state.bit(20), offset);
    return true;
}

bool loadStoreHalfUnprivileged(InstructionState& state)
{
    const bool isRegister = !state.bit(22);
    if (!isSound(state, isRegister))
        return false;
    const std::uint32_t offset =
        isRegister ? state.r[state.field(0, 4)] : state.field(8, 4) << 4 | state.field(0, 4);
    switch (state.field(5, 2)) {
    case 1:
        access<std::uint16_t>(state, state.bit(20), offset);
        break;
    case 2:
        access<std::uint8_t, std::int8_t>(state, true, offset);
        break;
    default:
        access<std::uint16_t, std::int16_t>(state, true, offset);
        break;
    }
    return true;
}

} // namespace perisphere::a7
