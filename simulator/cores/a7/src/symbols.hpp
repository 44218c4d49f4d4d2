// Functions of the program and its libraries by their addresses.
#pragma once

#include "mapped_files.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace perisphere::a7
{

/// "crash+0x8 in /app/bin/app at 0x7dc", the latter the file's own address, as addr2line takes it;
/// what is not known is left out, and only the address where nothing is.
[[nodiscard]] std::string placeName(const std::vector<MappedFile>& files, std::uint32_t address);

struct NamedFunction {
    std::uint32_t begin = 0; ///< where it is loaded
    std::uint32_t bytes = 0;
    std::string name;
};

/// What is added to the file's own addresses where it is loaded; nullopt unless it is an ELF file
/// and this its begin.
[[nodiscard]] std::optional<std::uint32_t> loadBias(const MappedFile& mapped);

/// That the linker has given the file (--build-id); empty: none is found.
[[nodiscard]] std::vector<std::uint8_t> buildIdOf(const std::string& path);

/// Of all files, by address.
[[nodiscard]] std::vector<NamedFunction> functionsOf(const std::vector<MappedFile>& files);

} // namespace perisphere::a7
