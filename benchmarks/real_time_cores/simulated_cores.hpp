// A kernel on the simulated chip, as the product runs it: both cores with all their registers, in
// virtual time that jumps.
#pragma once

#include "perisphere/base/result.hpp"

#include <cstdint>
#include <string>

namespace perisphere::bench
{

struct SimulatedRun {
    double hostSeconds = 0; ///< of a processor, from nothing to the end
    double deviceSeconds = 0;
    std::uint64_t edges = 0; ///< of GPIO0, as what is wired to it saw them
    std::string output;      ///< of core 0
};

/// Starts the program on so many cores and waits until each has said "done".
[[nodiscard]] Result<SimulatedRun> runOnSimulatedCores(const std::string& program, unsigned cores);

} // namespace perisphere::bench
