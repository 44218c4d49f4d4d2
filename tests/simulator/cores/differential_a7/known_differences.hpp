// Where results may differ, and why. docs/simulator/core-differences.md tells it to users.
//
// What is UNPREDICTABLE or UNKNOWN is no difference and no row: the generator does not make it.
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
    unsigned mostPerMillion; ///< more of them are another difference in its clothes
};

[[nodiscard]] std::span<const KnownDifference> knownDifferences();

} // namespace perisphere::differential
