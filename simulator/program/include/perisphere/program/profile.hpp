// Samples of the program counter summed up by function and source line.
#pragma once

#include "perisphere/program/debug_info.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace perisphere::program
{

struct ProfiledLine {
    std::string file; ///< empty where it is not known
    std::uint32_t line = 0;
    std::uint64_t samples = 0;
};

struct ProfiledFunction {
    std::string name; ///< "0x00100234" where none is known
    std::uint32_t address = 0;
    std::uint64_t samples = 0;
    std::vector<ProfiledLine> lines; ///< by file and number
};

/// The one with most samples first, of equal ones the one with the lower address. `info` may be
/// nullptr.
[[nodiscard]] std::vector<ProfiledFunction>
sumUp(const std::map<std::uint32_t, std::uint64_t>& samplesByAddress, const DebugInfo* info);

} // namespace perisphere::program
