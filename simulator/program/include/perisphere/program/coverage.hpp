// Which source lines have run, as lcov's tools read it (geninfo(1), "TRACE FILE FORMAT").
//
// Either it is known whether an instruction has run: counts are 0 or 1. Or how often: the count of
// a line is that of the most frequent of its instructions, as compilers move the others out of
// loops; of a line in several functions, as of what was inlined there, their sum. That of a
// function is its first instruction's.
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

struct ExecutedInstruction {
    std::uint32_t address = 0;
    std::uint64_t count = 0;
};

/// A record a source file, in the order of their names. `executed` are addresses of instructions,
/// ascending.
[[nodiscard]] std::vector<FileCoverage> coverage(const DebugInfo& info,
                                                 std::span<const std::uint32_t> executed);
/// The same with counts.
[[nodiscard]] std::vector<FileCoverage>
countedCoverage(const DebugInfo& info, std::span<const ExecutedInstruction> executed);

} // namespace perisphere::program
