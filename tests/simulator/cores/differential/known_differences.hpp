// Where results of random sequences may differ, and why: because QEMU 7.2 does what the ARMv7-M
// Architecture Reference Manual (DDI 0403) does not say, which wins, or because this core leaves
// something out. docs/simulator/core-differences.md tells it to users.
//
// What is UNPREDICTABLE, UNKNOWN or IMPLEMENTATION DEFINED is no difference and no row: the
// generator does not make it.
#pragma once

#include "generator.hpp"

#include <span>
#include <string_view>

namespace perisphere::differential
{

struct KnownDifference {
    std::string_view name;
    std::string_view reason;
    /// Whether the results differ for this reason and no other.
    bool (*explains)(const Sequence& sequence, const Record& qemu, const Record& core);
    /// More of them are another difference in its clothes.
    unsigned mostPerMillion;
};

[[nodiscard]] std::span<const KnownDifference> knownDifferences();

} // namespace perisphere::differential
