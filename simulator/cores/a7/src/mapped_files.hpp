// Which files the program has mapped, and where.
#pragma once

#include "perisphere/a7/guest_memory.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace perisphere::a7
{

struct MappedFile {
    std::uint32_t begin = 0;
    std::uint64_t end = 0;
    std::uint64_t offset = 0; ///< in the file, of `begin`
    std::string path;         ///< on the host
};

/// By address, as the host's kernel tells it. Empty where that is not to be had.
[[nodiscard]] std::vector<MappedFile> mappedFiles(const GuestMemory& memory);

} // namespace perisphere::a7
