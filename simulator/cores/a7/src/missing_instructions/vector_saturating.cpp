#include "handlers.hpp"
#include "vector.hpp"

namespace perisphere::a7
{
namespace
{

/// Calls for each element of a double or quad register. @return false for an odd quad register
template <class Operation>
bool forEachElement(InstructionState& state, Operation operation)
{
    const auto operands = VectorOperands::of(state);
    const bool isQuad = state.bit(6);
    if (isQuad && ((operands.d | operands.n | operands.m) & 1U) != 0)
        return false;
    VectorView view(state);
    const unsigned count = (isQuad ? 128 : 64) / operands.bits();
    for (unsigned i = 0; i < count; ++i)
        view.setElement(operands.d, operands.bits(), i, operation(view, operands, i));
    return true;
}

Wide extended(const VectorView& view, unsigned reg, unsigned bits, unsigned index, bool isUnsigned)
{
    return isUnsigned ? Wide{view.element(reg, bits, index)}
                      : Wide{view.signedElement(reg, bits, index)};
}

/// @param sign 1 adds, -1 subtracts
bool saturatingSum(InstructionState& state, int sign)
{
    const bool isUnsigned = state.bit(24);
    return forEachElement(state, [&](VectorView& view, const VectorOperands& at, unsigned i) {
        const Wide sum = extended(view, at.n, at.bits(), i, isUnsigned) +
                         sign * extended(view, at.m, at.bits(), i, isUnsigned);
        return view.saturate(sum, at.bits(), isUnsigned);
    });
}

} // namespace

bool saturatingAdd64(InstructionState& state)
{
    return saturatingSum(state, 1);
}

bool saturatingSubtract64(InstructionState& state)
{
    return saturatingSum(state, -1);
}

/// VQRSHL: Vm by the signed low byte of Vn's elements, to the left or, rounding, to the right.
bool saturatingRoundingShift(InstructionState& state)
{
    const bool isUnsigned = state.bit(24);
    return forEachElement(state, [&](VectorView& view, const VectorOperands& at, unsigned i) {
        const Wide value = extended(view, at.m, at.bits(), i, isUnsigned);
        const auto shift = int{static_cast<std::int8_t>(view.element(at.n, at.bits(), i))};
        if (shift <= -64 - 1) // no bit is left, nor does one round up
            return std::uint64_t{0};
        if (shift < 0)
            return view.saturate((value + (Wide{1} << (-shift - 1))) >> -shift, at.bits(),
                                 isUnsigned);
        if (shift < 64)
            return view.saturate(value * (Wide{1} << shift), at.bits(), isUnsigned);
        const int sign = value > 0 ? 1 : value < 0 ? -1 : 0; // nothing but 0 fits
        return view.saturate(sign * (Wide{1} << 64), at.bits(), isUnsigned);
    });
}

} // namespace perisphere::a7
