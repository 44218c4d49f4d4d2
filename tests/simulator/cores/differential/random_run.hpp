// Random sequences, in batches of one image each, on both machines; what differs is printed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace perisphere::differential
{

struct RandomRun {
    std::filesystem::path driver; ///< driver.s, assembled
    std::uint64_t seed = 1;
    unsigned sequences = 200'000;
    int reports = 10; ///< sequences printed at most
    std::string disassembler = "arm-none-eabi-objdump";
};

/// @return how many sequences differ; -1 when a machine failed
[[nodiscard]] int compareRandomSequences(const RandomRun& run);

} // namespace perisphere::differential
