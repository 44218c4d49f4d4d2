#include "handlers.hpp"
#include "vector.hpp"

namespace perisphere::a7
{
namespace
{

/// The high halves of sums of quad registers, rounded or not, to a double register.
/// @param isSubtraction of Vm from Vn
bool highNarrow(InstructionState& state, bool isSubtraction)
{
    const auto at = VectorOperands::of(state);
    if (at.sizeLog2 == 3 || ((at.n | at.m) & 1U) != 0)
        return false;
    const unsigned narrow = at.bits();
    const std::uint64_t round = state.bit(24) ? std::uint64_t{1} << (narrow - 1) : 0;
    VectorView view(state);
    std::uint64_t result = 0;
    for (unsigned i = 0; i < 64 / narrow; ++i) {
        const std::uint64_t left = view.element(at.n, 2 * narrow, i);
        const std::uint64_t right = view.element(at.m, 2 * narrow, i);
        const std::uint64_t sum = (isSubtraction ? left - right : left + right) + round;
        result |= (sum >> narrow & (~std::uint64_t{0} >> (64 - narrow))) << i * narrow;
    }
    view.setDoubleWord(at.d, result);
    return true;
}

} // namespace

bool addHighNarrow(InstructionState& state)
{
    return highNarrow(state, false);
}

bool subtractHighNarrow(InstructionState& state)
{
    return highNarrow(state, true);
}

} // namespace perisphere::a7
