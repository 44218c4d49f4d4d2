#include "known_differences.hpp"

#include <array>

namespace perisphere::differential
{
namespace
{

constexpr std::uint32_t kUfc = 1U << 3;

bool lacksOnlyUnderflow(const Sequence&, const Record& qemu, const Record& core)
{
    Record withIt = core;
    withIt[kRecordFpscr] |= kUfc;
    return withIt == qemu;
}

constexpr std::array kKnown{
    KnownDifference{
        "this core: no UFC where the least normal number is reached by rounding",
        "A2.5, FPRound, has a result tiny before it is rounded, the host's arithmetic after "
        "that; to see it "
        "all multiplications would have to leave the recompiled code",
        lacksOnlyUnderflow, 100},
};

} // namespace

std::span<const KnownDifference> knownDifferences()
{
    return kKnown;
}

} // namespace perisphere::differential
