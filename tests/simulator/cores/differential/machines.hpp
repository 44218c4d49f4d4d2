// The two machines that run one and the same image: QEMU's mps2-an386 and this project's core with
// that board's memory.
//
// An image starts at its vector table at 0. When it is done it writes its results to a file and
// exits, both by semihosting; here that file is the result.
#pragma once

#include "record.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace perisphere::differential
{

struct Image {
    std::vector<std::uint8_t> code;       ///< at kCodeBase
    std::vector<std::uint8_t> parameters; ///< at kDataBase
    std::vector<std::uint8_t> records;    ///< at kRecordBase
};

struct RunResult {
    std::vector<std::uint8_t> bytes;
    std::string failure; ///< why there are none; empty when there are
};

/// Files come to lie in `folder`.
[[nodiscard]] RunResult runOnQemu(const Image& image, const std::filesystem::path& folder);

enum class Execution : std::uint8_t {
    Recompiled, ///< loads and stores are the recompiler's
    Trapped,    ///< they are the core's own, as with a protection unit or watchpoints
};

[[nodiscard]] RunResult runOnCore(const Image& image, Execution execution);

} // namespace perisphere::differential
