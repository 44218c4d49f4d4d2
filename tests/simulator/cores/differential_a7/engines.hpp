// The two that run the guest program: qemu-arm, and perisphere-a7.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace perisphere::differential
{

struct Engine {
    std::string name;
    std::vector<std::string> command; ///< in front of the guest program
};

struct EngineRun {
    std::vector<std::uint8_t> file; ///< the batch afterwards
    std::string failure;            ///< empty where there is none
};

/// @param batch is written to `file`, which the guest maps
[[nodiscard]] EngineRun runGuest(const Engine& engine, const std::filesystem::path& guest,
                                 const std::filesystem::path& file,
                                 const std::vector<std::uint8_t>& batch, bool hasFaults);

} // namespace perisphere::differential
