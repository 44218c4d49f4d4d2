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

/// @return whether both machines ran and their results are equal, but for what is known
[[nodiscard]] bool compareRandomSequences(const RandomRun& run);

} // namespace perisphere::differential
