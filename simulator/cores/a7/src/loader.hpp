// An ELF program in a guest's memory, with its interpreter, as Linux starts it.
#pragma once

#include "perisphere/a7/guest_memory.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace perisphere::a7
{

/// Of the interpreter, if it is position-independent.
inline constexpr std::uint32_t kInterpreterBase = 0xE0000000;

struct ProgramStart {
    std::uint32_t entry = 0; ///< bit 0: Thumb
    std::uint32_t stack = 0;
    std::vector<std::uint32_t> auxiliaryVector; ///< type and value in turn, AT_NULL last
};

struct ProgramSpec {
    std::filesystem::path program; ///< on the host
    std::string programName;       ///< as the program sees it: AT_EXECFN, /proc/self/exe
    std::vector<std::string> arguments;
    std::vector<std::string> environment;
    /// Where the interpreter of that name (PT_INTERP) is on the host.
    std::function<std::filesystem::path(const std::string& name)> interpreter;
};

/// Errors name the file, the offset and what was expected.
[[nodiscard]] Result<ProgramStart> loadProgram(GuestMemory& memory, const ProgramSpec& spec);

} // namespace perisphere::a7
