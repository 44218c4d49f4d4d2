// Random sequences, in batches of one process each, in both engines; what differs is printed.
#pragma once

#include "engines.hpp"

#include <cstdint>
#include <filesystem>

namespace perisphere::differential
{

struct Comparison {
    std::filesystem::path guest;
    Engine reference;
    Engine ours;
    std::uint64_t seed = 1;
    unsigned sequences = 200'000;
    int reports = 10;             ///< printed at most
    bool faultsOnly = false;      ///< all batches have faults
    std::filesystem::path folder; ///< where each engine's last batch is left; empty: nowhere
};

/// @return whether both ran and their results are equal, but for what is known
[[nodiscard]] bool compareRandomSequences(const Comparison& comparison);

} // namespace perisphere::differential
