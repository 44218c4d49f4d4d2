// Where QEMU 7.2 does what the ARMv7-M Architecture Reference Manual (DDI 0403) does not say. The
// manual wins: what is listed here is not compared.
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
};

[[nodiscard]] std::span<const KnownDifference> knownDifferences();

} // namespace perisphere::differential
