// A guest program in qemu-arm and in perisphere-a7, each a process whose processor time counts.
#pragma once

#include "perisphere/base/result.hpp"

#include <string>
#include <vector>

namespace perisphere::bench
{

struct GuestRun {
    double seconds = 0; ///< of a processor, in user and system mode
    std::string output;
};

/// @param words the engine and the program with its arguments
[[nodiscard]] Result<GuestRun> runGuest(std::vector<std::string> words);

} // namespace perisphere::bench
