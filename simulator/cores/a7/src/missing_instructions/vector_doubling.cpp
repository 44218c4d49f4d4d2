#include "handlers.hpp"
#include "vector.hpp"

namespace perisphere::a7
{
namespace
{

enum class Accumulate : std::uint8_t { No, Add, Subtract };

/// Twice the product of double registers' elements, or of one and a scalar, into a quad register;
/// both the product and the sum saturate.
bool doubling(InstructionState& state, Accumulate accumulate, bool isScalar)
{
    const auto at = VectorOperands::of(state);
    if ((at.sizeLog2 != 1 && at.sizeLog2 != 2) || (at.d & 1U) != 0)
        return false;
    const unsigned narrow = at.bits();
    const unsigned wide = 2 * narrow;
    VectorView view(state);
    // Before the results, which may overlap.
    const std::uint64_t left = view.doubleWord(at.n);
    std::uint64_t right = view.doubleWord(at.m);
    if (isScalar) {
        const unsigned reg = at.sizeLog2 == 1 ? at.m & 7U : at.m & 15U;
        const unsigned index = at.sizeLog2 == 1 ? (at.m >> 4) * 2 + (at.m >> 3 & 1U) : at.m >> 4;
        const std::uint64_t scalar = view.element(reg, narrow, index);
        right = scalar * (narrow == 16 ? 0x0001000100010001U : 0x0000000100000001U);
    }
    const auto extended = [&](std::uint64_t value, unsigned i) {
        return static_cast<std::int64_t>(value << (64 - narrow * (i + 1))) >>
               static_cast<int>(64 - narrow);
    };
    for (unsigned i = 0; i < 64 / narrow; ++i) {
        const Wide product = Wide{2} * extended(left, i) * extended(right, i);
        std::uint64_t result = view.saturate(product, wide, false);
        if (accumulate != Accumulate::No) {
            const auto term =
                static_cast<std::int64_t>(result << (64 - wide)) >> static_cast<int>(64 - wide);
            const Wide sum = Wide{view.signedElement(at.d, wide, i)} +
                             (accumulate == Accumulate::Add ? Wide{term} : -Wide{term});
            result = view.saturate(sum, wide, false);
        }
        view.setElement(at.d, wide, i, result);
    }
    return true;
}

} // namespace

bool doublingMultiply(InstructionState& state)
{
    return doubling(state, Accumulate::No, false);
}

bool doublingMultiplyAdd(InstructionState& state)
{
    return doubling(state, Accumulate::Add, false);
}

bool doublingMultiplySubtract(InstructionState& state)
{
    return doubling(state, Accumulate::Subtract, false);
}

bool doublingMultiplyAddScalar(InstructionState& state)
{
    return doubling(state, Accumulate::Add, true);
}

bool doublingMultiplySubtractScalar(InstructionState& state)
{
    return doubling(state, Accumulate::Subtract, true);
}

} // namespace perisphere::a7
