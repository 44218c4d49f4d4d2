#include "symbols.hpp"

#include <elf.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <optional>
#include <span>
#include <tuple>
#include <utility>

namespace perisphere::a7
{
namespace
{

constexpr std::uint64_t kMaxTableBytes = std::uint64_t{16} << 20;
constexpr std::size_t kMaxSections = 4096;

/// A file that may hold anything: what cannot be read is not there.
class ElfFile
{
public:
    explicit ElfFile(const std::string& path)
        : m_file(path, std::ios::binary)
    {
        if (!read(0, &m_header, sizeof m_header) ||
            std::memcmp(m_header.e_ident, ELFMAG, SELFMAG) != 0)
            m_header = {};
    }

    /// The address that the file has for what is at `offset` in it.
    std::optional<std::uint32_t> addressOf(std::uint64_t offset)
    {
        for (std::size_t i = 0; i < m_header.e_phnum; ++i) {
            Elf32_Phdr segment{};
            if (!read(m_header.e_phoff + i * sizeof segment, &segment, sizeof segment))
                break;
            if (segment.p_type == PT_LOAD && offset >= segment.p_offset &&
                offset - segment.p_offset < segment.p_filesz)
                return static_cast<std::uint32_t>(offset - segment.p_offset + segment.p_vaddr);
        }
        return std::nullopt;
    }

    /// Of the notes of its segments.
    std::vector<std::uint8_t> buildId()
    {
        constexpr std::size_t kMaxNotes = 4096; // bytes
        for (std::size_t i = 0; i < m_header.e_phnum; ++i) {
            Elf32_Phdr segment{};
            if (!read(m_header.e_phoff + i * sizeof segment, &segment, sizeof segment))
                break;
            std::vector<std::uint8_t> notes(std::min<std::size_t>(segment.p_filesz, kMaxNotes));
            if (segment.p_type != PT_NOTE || !read(segment.p_offset, notes.data(), notes.size()))
                continue;
            if (auto found = buildIdIn(notes); !found.empty())
                return found;
        }
        return {};
    }

    /// "main+0x12"; empty: no function is known there.
    std::string functionAt(std::uint32_t address)
    {
        for (const Elf32_Word wanted : {Elf32_Word{SHT_SYMTAB}, Elf32_Word{SHT_DYNSYM}})
            for (std::size_t i = 0; i < std::min<std::size_t>(m_header.e_shnum, kMaxSections);
                 ++i) {
                const auto section = sectionAt(i);
                if (!section || section->sh_type != wanted)
                    continue;
                if (auto name = functionIn(*section, address); !name.empty())
                    return name;
            }
        return {};
    }

    /// With the file's own addresses.
    std::vector<NamedFunction> functions()
    {
        std::vector<NamedFunction> found;
        for (const Elf32_Word wanted : {Elf32_Word{SHT_SYMTAB}, Elf32_Word{SHT_DYNSYM}}) {
            for (std::size_t i = 0;
                 found.empty() && i < std::min<std::size_t>(m_header.e_shnum, kMaxSections); ++i)
                if (const auto section = sectionAt(i); section && section->sh_type == wanted)
                    addFunctions(*section, found);
        }
        return found;
    }

private:
    static std::vector<std::uint8_t> buildIdIn(std::span<const std::uint8_t> notes)
    {
        const auto padded = [](std::uint32_t bytes) { return (std::size_t{bytes} + 3) / 4 * 4; };
        while (notes.size() >= sizeof(Elf32_Nhdr)) {
            Elf32_Nhdr note{};
            std::memcpy(&note, notes.data(), sizeof note);
            const std::size_t begin = sizeof note + padded(note.n_namesz);
            if (begin > notes.size() || note.n_descsz > notes.size() - begin)
                break;
            const auto contents = notes.subspan(begin, note.n_descsz);
            if (note.n_type == NT_GNU_BUILD_ID)
                return {contents.begin(), contents.end()};
            notes = notes.subspan(std::min(notes.size(), begin + padded(note.n_descsz)));
        }
        return {};
    }

    void addFunctions(const Elf32_Shdr& section, std::vector<NamedFunction>& found)
    {
        std::vector<Elf32_Sym> symbols(section.sh_size / sizeof(Elf32_Sym));
        const auto names = sectionAt(section.sh_link);
        std::string texts(names ? names->sh_size : 0, '\0');
        if (!read(section.sh_offset, symbols.data(), symbols.size() * sizeof(Elf32_Sym)) ||
            !names || !read(names->sh_offset, texts.data(), texts.size()))
            return;
        for (const Elf32_Sym& symbol : symbols)
            if (ELF32_ST_TYPE(symbol.st_info) == STT_FUNC && symbol.st_shndx != SHN_UNDEF &&
                symbol.st_name < texts.size())
                found.push_back({.begin = symbol.st_value & ~1U,
                                 .bytes = symbol.st_size,
                                 .name = texts.c_str() + symbol.st_name});
    }

    bool read(std::uint64_t offset, void* to, std::size_t bytes)
    {
        m_file.clear();
        m_file.seekg(static_cast<std::streamoff>(offset));
        return static_cast<bool>(
            m_file.read(static_cast<char*>(to), static_cast<std::streamsize>(bytes)));
    }

    std::optional<Elf32_Shdr> sectionAt(std::size_t number)
    {
        Elf32_Shdr section{};
        if (!read(m_header.e_shoff + number * sizeof section, &section, sizeof section) ||
            section.sh_size > kMaxTableBytes)
            return std::nullopt;
        return section;
    }

    std::string functionIn(const Elf32_Shdr& section, std::uint32_t address)
    {
        std::vector<Elf32_Sym> symbols(section.sh_size / sizeof(Elf32_Sym));
        if (!read(section.sh_offset, symbols.data(), symbols.size() * sizeof(Elf32_Sym)))
            return {};
        for (const Elf32_Sym& symbol : symbols) {
            const std::uint32_t begin = symbol.st_value & ~1U;
            if (ELF32_ST_TYPE(symbol.st_info) != STT_FUNC || symbol.st_shndx == SHN_UNDEF ||
                address - begin >= std::max<std::uint32_t>(symbol.st_size, 1))
                continue;
            const auto names = sectionAt(section.sh_link);
            std::string name(256, '\0');
            if (!names || symbol.st_name >= names->sh_size)
                return {};
            name.resize(std::min<std::size_t>(name.size(), names->sh_size - symbol.st_name));
            if (!read(names->sh_offset + symbol.st_name, name.data(), name.size()))
                return {};
            name.resize(std::min(name.find('\0'), name.size()));
            return address == begin ? name : fmt::format("{}+{:#x}", name, address - begin);
        }
        return {};
    }

    std::ifstream m_file;
    Elf32_Ehdr m_header{};
};

} // namespace

std::string placeName(const std::vector<MappedFile>& files, std::uint32_t address)
{
    for (const MappedFile& mapped : files) {
        if (address < mapped.begin || address >= mapped.end)
            continue;
        ElfFile file(mapped.path);
        const auto own = file.addressOf(address - mapped.begin + mapped.offset);
        if (!own)
            return fmt::format("{:#010x} in {}", address, mapped.path);
        const std::string function = file.functionAt(*own);
        return fmt::format("{}{}{} at {:#x}", function, function.empty() ? "" : " in ", mapped.path,
                           *own);
    }
    return fmt::format("{:#010x}", address);
}

std::vector<std::uint8_t> buildIdOf(const std::string& path)
{
    return ElfFile(path).buildId();
}

std::optional<std::uint32_t> loadBias(const MappedFile& mapped)
{
    if (mapped.offset != 0)
        return std::nullopt; // another part of the file
    const auto own = ElfFile(mapped.path).addressOf(0);
    return own ? std::optional(mapped.begin - *own) : std::nullopt;
}

std::vector<NamedFunction> functionsOf(const std::vector<MappedFile>& files)
{
    std::vector<NamedFunction> all;
    for (const MappedFile& mapped : files) {
        if (mapped.offset != 0)
            continue; // another part of a file that was looked at
        ElfFile file(mapped.path);
        const std::uint32_t bias = mapped.begin - file.addressOf(0).value_or(0);
        for (NamedFunction& function : file.functions()) {
            function.begin += bias;
            all.push_back(std::move(function));
        }
    }
    // Of several names for a place always the same one.
    std::sort(all.begin(), all.end(), [](const NamedFunction& a, const NamedFunction& b) {
        return std::tie(a.begin, a.bytes, b.name) < std::tie(b.begin, b.bytes, a.name);
    });
    return all;
}

} // namespace perisphere::a7
