// Which source lines have run, as lcov's tools read it (geninfo(1), "TRACE FILE FORMAT").
//
// What is known is whether an instruction has run, not how often: counts are 0 or 1.
#pragma once

#include "perisphere/program/debug_info.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace perisphere::program
{

struct FileCoverage {
    std::string_view file;
    std::string record;         ///< "SF:..." to "end_of_record"
    std::uint32_t lines = 0;    ///< with instructions
    std::uint32_t linesRun = 0; ///< of which at least one has run
};

/// A record a source file, in the order of their names. `executed` are addresses of instructions,
/// ascending.
[[nodiscard]] std::vector<FileCoverage> coverage(const DebugInfo& info,
                                                 std::span<const std::uint32_t> executed);

} // namespace perisphere::program
