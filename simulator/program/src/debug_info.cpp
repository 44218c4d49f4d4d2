#include "perisphere/program/debug_info.hpp"

#include "elf_sections.hpp"
#include "source_lines.hpp"

#include <elf.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace perisphere::program
{
namespace
{

constexpr std::uint64_t kMaxSymbolBytes = std::uint64_t{8} << 20;
constexpr std::size_t kMaxNameBytes = 4096;

/// The last entry that begins at or below the address.
template <class Entry>
const Entry* lastBelow(const std::vector<Entry>& entries, std::uint32_t address,
                       std::uint32_t Entry::*begin)
{
    const auto after = std::ranges::upper_bound(entries, address, {},
                                                [&](const Entry& one) { return one.*begin; });
    return after == entries.begin() ? nullptr : &*std::prev(after);
}

/// 'd' for "$d" and "$d.1": the rest of the section up to the next mark is data.
char markOf(std::string_view name)
{
    const bool isMark = name.size() >= 2 && name[0] == '$' && (name.size() == 2 || name[2] == '.');
    return isMark ? name[1] : '\0';
}

std::string_view nameAt(std::span<const std::byte> names, std::uint32_t offset)
{
    if (offset >= names.size())
        return {};
    const std::size_t most = std::min(names.size() - offset, kMaxNameBytes);
    const std::string_view rest(reinterpret_cast<const char*>(names.data()) + offset, most);
    return rest.substr(0, rest.find('\0'));
}

const CodeSection* sectionAt(std::span<const CodeSection> code, std::uint32_t address)
{
    const auto found = std::ranges::find_if(
        code, [&](const CodeSection& one) { return address - one.address < one.bytes.size(); });
    return found == code.end() ? nullptr : &*found;
}

struct Symbols {
    std::vector<Function> functions;
    std::vector<std::pair<std::uint32_t, bool>> marks;
};

Symbols readSymbols(std::span<const std::byte> table, std::span<const std::byte> names,
                    std::span<const CodeSection> code)
{
    Symbols symbols;
    for (std::size_t at = 0; at + sizeof(Elf32_Sym) <= table.size(); at += sizeof(Elf32_Sym)) {
        Elf32_Sym symbol{};
        std::memcpy(&symbol, table.data() + at, sizeof symbol);
        const unsigned type = ELF32_ST_TYPE(symbol.st_info);
        const std::string_view name = nameAt(names, symbol.st_name);
        if (name.empty() || symbol.st_shndx == SHN_UNDEF)
            continue;
        if (type == STT_NOTYPE && markOf(name) != '\0')
            symbols.marks.emplace_back(symbol.st_value, markOf(name) == 'd');
        const std::uint32_t address = symbol.st_value & ~1U;
        if (type == STT_FUNC && sectionAt(code, address) != nullptr)
            symbols.functions.push_back(
                {.name = std::string(name), .address = address, .bytes = symbol.st_size});
    }
    return symbols;
}

/// Aliases go to the one name that is first in the alphabet, and a function without a size, as
/// assembly has them, goes up to the next one or the end of its section.
void arrange(std::vector<Function>& functions, std::span<const CodeSection> code)
{
    std::ranges::sort(functions, [](const Function& a, const Function& b) {
        return std::tie(a.address, a.name) < std::tie(b.address, b.name);
    });
    const auto isRepeated = [](const Function& a, const Function& b) {
        return a.address == b.address;
    };
    functions.erase(std::unique(functions.begin(), functions.end(), isRepeated), functions.end());
    for (std::size_t i = 0; i < functions.size(); ++i) {
        Function& one = functions[i];
        const CodeSection& section = *sectionAt(code, one.address);
        std::uint64_t end = section.address + std::uint64_t{section.bytes.size()};
        if (i + 1 < functions.size())
            end = std::min<std::uint64_t>(end, functions[i + 1].address);
        const auto most = static_cast<std::uint32_t>(end - one.address);
        one.bytes = one.bytes == 0 ? most : std::min(one.bytes, most);
    }
}

} // namespace

Result<DebugInfo> DebugInfo::parse(std::vector<std::byte> file, std::string_view name,
                                   ProgramKind kind)
{
    if (file.size() > kMaxProgramBytes)
        return fail(Error{.code = ErrorCode::LimitExceeded,
                          .message = fmt::format("the program has {} bytes", file.size()),
                          .where = {.file = std::string(name)},
                          .expected = fmt::format("at most {}", kMaxProgramBytes),
                          .advice = {}});
    DebugInfo info;
    info.m_file = std::move(file); // what is read from it refers to it
    const auto sections = ElfSections::read(info.m_file, name, kind);
    if (!sections)
        return fail(sections.error());
    for (const ElfSection& section : sections->all())
        if ((section.flags & SHF_EXECINSTR) != 0 && (section.flags & SHF_ALLOC) != 0 &&
            !section.bytes.empty())
            info.m_code.push_back({.address = section.address, .bytes = section.bytes});
    const auto symbolTable = sections->table(".symtab", kMaxSymbolBytes);
    if (!symbolTable)
        return fail(symbolTable.error());
    const std::uint64_t maxTableBytes =
        kind == ProgramKind::Linux ? kMaxLinuxTableBytes : kMaxTableBytes;
    const auto callFrames = sections->table(".debug_frame", maxTableBytes);
    if (!callFrames)
        return fail(callFrames.error());
    for (const std::string_view table : {".debug_line", ".debug_info"}) {
        const auto bounded =
            sections->table(table, table == ".debug_line" ? maxTableBytes : kMaxProgramBytes);
        if (!bounded)
            return fail(bounded.error());
    }
    if (const ElfSection* const symbols = sections->find(".symtab");
        symbols != nullptr && symbols->link < sections->all().size()) {
        Symbols read = readSymbols(*symbolTable, sections->all()[symbols->link].bytes, info.m_code);
        info.m_functions = std::move(read.functions);
        arrange(info.m_functions, info.m_code);
        for (const auto& [address, isData] : read.marks)
            info.m_marks.push_back({.address = address, .isData = isData});
        std::ranges::stable_sort(info.m_marks, {}, &Mark::address);
    }
    info.m_callFrames = CallFrames(*callFrames);
    if (sections->find(".debug_line") != nullptr) {
        auto lines = readSourceLines(info.m_file, info.m_code, name);
        if (!lines)
            return fail(lines.error());
        info.m_lines = std::move(lines->ranges);
        info.m_files = std::move(lines->files);
    }
    return info;
}

const Function* DebugInfo::functionAt(std::uint32_t address) const
{
    const Function* const found = lastBelow(m_functions, address, &Function::address);
    return found != nullptr && address - found->address < found->bytes ? found : nullptr;
}

const Function* DebugInfo::findFunction(std::string_view name) const
{
    const auto found = std::ranges::find(m_functions, name, &Function::name);
    return found == m_functions.end() ? nullptr : &*found;
}

std::optional<SourceLine> DebugInfo::lineAt(std::uint32_t address) const
{
    const LineRange* const found = lastBelow(m_lines, address, &LineRange::begin);
    if (found == nullptr || address >= found->end)
        return std::nullopt;
    return SourceLine{.file = m_files[found->file], .line = found->line};
}

std::string DebugInfo::placeOf(std::uint32_t address) const
{
    const Function* const function = functionAt(address);
    if (function == nullptr)
        return {};
    const std::uint32_t offset = address - function->address;
    return offset == 0 ? function->name : fmt::format("{}+{:#x}", function->name, offset);
}

bool DebugInfo::isData(std::uint32_t address) const
{
    const Mark* const found = lastBelow(m_marks, address, &Mark::address);
    return found != nullptr && found->isData && sectionAt(m_code, address) != nullptr;
}

} // namespace perisphere::program
