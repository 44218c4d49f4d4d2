#include "elf_sections.hpp"

#include <elf.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <string>

namespace perisphere::program
{
namespace
{

constexpr std::size_t kMaxSections = 10'000;

tl::unexpected<Error> bad(std::string_view file, std::size_t offset, std::string message,
                          std::string expected)
{
    return fail(Error{.code = ErrorCode::Corrupt,
                      .message = std::move(message),
                      .where = {.file = std::string(file), .offset = offset},
                      .expected = std::move(expected),
                      .advice = {}});
}

template <class T>
bool readAt(std::span<const std::byte> file, std::size_t offset, T& value)
{
    if (offset > file.size() || file.size() - offset < sizeof value)
        return false;
    std::memcpy(&value, file.data() + offset, sizeof value);
    return true;
}

std::string_view textAt(std::span<const std::byte> table, std::uint32_t offset)
{
    if (offset >= table.size())
        return {};
    const std::string_view rest(reinterpret_cast<const char*>(table.data()) + offset,
                                table.size() - offset);
    const std::size_t end = rest.find('\0');
    return end == std::string_view::npos ? std::string_view() : rest.substr(0, end);
}

} // namespace

Result<ElfSections> ElfSections::read(std::span<const std::byte> file, std::string_view name,
                                      ProgramKind kind)
{
    const bool isLinux = kind == ProgramKind::Linux;
    Elf32_Ehdr header{};
    if (!readAt(file, 0, header) || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0)
        return bad(name, 0, "this is no ELF file", "the four bytes 7F 45 4C 46 at its begin");
    if (header.e_ident[EI_CLASS] != ELFCLASS32 || header.e_ident[EI_DATA] != ELFDATA2LSB ||
        header.e_machine != EM_ARM ||
        (header.e_type != ET_EXEC && !(isLinux && header.e_type == ET_DYN)))
        return bad(name, EI_CLASS,
                   isLinux ? "this ELF file is not a program of ARM Linux"
                           : "this ELF file is not a program for a real-time core",
                   isLinux ? "a 32-bit little-endian ARM executable or shared library"
                           : "a 32-bit little-endian ARM executable that is linked statically");
    if (header.e_shnum > kMaxSections ||
        (header.e_shnum != 0 && header.e_shentsize != sizeof(Elf32_Shdr)))
        return bad(name, offsetof(Elf32_Ehdr, e_shentsize), "the table of sections is not usable",
                   fmt::format("at most {} entries of {} bytes", kMaxSections, sizeof(Elf32_Shdr)));
    ElfSections sections;
    sections.m_file = name;
    std::vector<std::uint32_t> names;
    for (std::size_t i = 0; i < header.e_shnum; ++i) {
        const std::size_t at = std::size_t{header.e_shoff} + i * sizeof(Elf32_Shdr);
        Elf32_Shdr section{};
        if (!readAt(file, at, section))
            return bad(name, at, "the table of sections ends outside the file",
                       "the file to hold all of it");
        const bool hasBytes = section.sh_type != SHT_NOBITS && section.sh_type != SHT_NULL;
        if (hasBytes &&
            (section.sh_offset > file.size() || file.size() - section.sh_offset < section.sh_size))
            return bad(name, at,
                       fmt::format("a section of {} bytes at offset {:#x} ends outside the file",
                                   section.sh_size, section.sh_offset),
                       fmt::format("it to end within {} bytes", file.size()));
        names.push_back(section.sh_name);
        sections.m_sections.push_back(
            {.type = section.sh_type,
             .flags = section.sh_flags,
             .address = section.sh_addr,
             .link = section.sh_link,
             .bytes = hasBytes ? file.subspan(section.sh_offset, section.sh_size)
                               : std::span<const std::byte>()});
    }
    if (header.e_shstrndx < sections.m_sections.size()) {
        const auto table = sections.m_sections[header.e_shstrndx].bytes;
        for (std::size_t i = 0; i < names.size(); ++i)
            sections.m_sections[i].name = textAt(table, names[i]);
    }
    return sections;
}

const ElfSection* ElfSections::find(std::string_view name) const
{
    const auto found = std::ranges::find(m_sections, name, &ElfSection::name);
    return found == m_sections.end() ? nullptr : &*found;
}

Result<std::span<const std::byte>> ElfSections::table(std::string_view name,
                                                      std::uint64_t maxBytes) const
{
    const bool isOldCompressed = find(".z" + std::string(name.substr(1))) != nullptr;
    const ElfSection* const section = find(name);
    if (isOldCompressed || (section != nullptr && (section->flags & SHF_COMPRESSED) != 0))
        return fail(Error{.code = ErrorCode::Unsupported,
                          .message = fmt::format("the section {} is compressed", name),
                          .where = {.file = std::string(m_file)},
                          .expected = "debug information as it is",
                          .advice = "compile and link without -gz"});
    if (section == nullptr)
        return std::span<const std::byte>();
    if (section->bytes.size() > maxBytes)
        return fail(Error{
            .code = ErrorCode::LimitExceeded,
            .message = fmt::format("the section {} has {} bytes", name, section->bytes.size()),
            .where = {.file = std::string(m_file)},
            .expected = fmt::format("at most {}", maxBytes),
            .advice = {}});
    return section->bytes;
}

} // namespace perisphere::program
