// The sections of an ELF file for 32-bit ARM.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/program/debug_info.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace perisphere::program
{

struct ElfSection {
    std::string_view name;
    std::uint32_t type = 0;
    std::uint32_t flags = 0;
    std::uint32_t address = 0;
    std::uint32_t link = 0;
    std::span<const std::byte> bytes; ///< none where it has none in the file
};

class ElfSections
{
public:
    /// All refers to `file`. `name` is the file's, for messages.
    [[nodiscard]] static Result<ElfSections> read(std::span<const std::byte> file,
                                                  std::string_view name, ProgramKind kind);

    [[nodiscard]] std::span<const ElfSection> all() const { return m_sections; }
    [[nodiscard]] const ElfSection* find(std::string_view name) const;
    /// A table that is read into memory of ours; an empty one where there is none. Unsupported
    /// where it is compressed; LimitExceeded.
    [[nodiscard]] Result<std::span<const std::byte>> table(std::string_view name,
                                                           std::uint64_t maxBytes) const;

private:
    std::string_view m_file;
    std::vector<ElfSection> m_sections;
};

} // namespace perisphere::program
