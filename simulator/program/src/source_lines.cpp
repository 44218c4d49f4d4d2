#include "source_lines.hpp"

#include <elfutils/libdw.h>
#include <fmt/format.h>
#include <libelf.h>

#include <algorithm>
#include <map>
#include <memory>

namespace perisphere::program
{
namespace
{

/// Most units share one table in hostile files, and each would give all of it again.
constexpr std::size_t kMaxRows = 4'000'000;

struct CloseElf {
    void operator()(Elf* elf) const { elf_end(elf); }
};
struct CloseDwarf {
    void operator()(Dwarf* dwarf) const { dwarf_end(dwarf); }
};

bool isCode(std::span<const CodeSection> code, std::uint64_t begin, std::uint64_t end)
{
    return std::ranges::any_of(code, [&](const CodeSection& one) {
        return begin >= one.address && end <= std::uint64_t{one.address} + one.bytes.size();
    });
}

class Collector
{
public:
    explicit Collector(std::span<const CodeSection> code)
        : m_code(code)
    {
    }

    /// A row holds up to the next one of its sequence.
    void add(Dwarf_Lines* rows, std::size_t count)
    {
        for (std::size_t i = 0; i + 1 < count; ++i) {
            Dwarf_Line* const row = dwarf_onesrcline(rows, i);
            Dwarf_Line* const after = dwarf_onesrcline(rows, i + 1);
            Dwarf_Addr begin = 0;
            Dwarf_Addr end = 0;
            bool isEnd = true;
            int line = 0;
            if (row == nullptr || after == nullptr || dwarf_lineendsequence(row, &isEnd) != 0 ||
                isEnd || dwarf_lineaddr(row, &begin) != 0 || dwarf_lineaddr(after, &end) != 0 ||
                dwarf_lineno(row, &line) != 0)
                continue;
            const char* const file = dwarf_linesrc(row, nullptr, nullptr);
            if (line <= 0 || begin >= end || file == nullptr || !isCode(m_code, begin, end))
                continue;
            m_lines.ranges.push_back({.begin = static_cast<std::uint32_t>(begin),
                                      .end = static_cast<std::uint32_t>(end),
                                      .file = numberOf(file),
                                      .line = static_cast<std::uint32_t>(line)});
        }
    }

    [[nodiscard]] SourceLines take()
    {
        auto& ranges = m_lines.ranges;
        std::ranges::stable_sort(ranges, {}, &LineRange::begin);
        std::vector<LineRange> apart;
        for (const LineRange& one : ranges)
            if (apart.empty() || one.begin >= apart.back().end)
                apart.push_back(one);
        ranges = std::move(apart);
        return std::move(m_lines);
    }

private:
    std::uint32_t numberOf(const char* file)
    {
        const auto [found, isNew] =
            m_numbers.emplace(file, static_cast<std::uint32_t>(m_lines.files.size()));
        if (isNew)
            m_lines.files.push_back(found->first);
        return found->second;
    }

    std::span<const CodeSection> m_code;
    SourceLines m_lines;
    std::map<std::string, std::uint32_t, std::less<>> m_numbers;
};

} // namespace

Result<SourceLines> readSourceLines(std::span<const std::byte> file,
                                    std::span<const CodeSection> code, std::string_view name)
{
    elf_version(EV_CURRENT);
    // The interface takes no constant bytes, and does not write to them.
    auto* const bytes = const_cast<char*>(reinterpret_cast<const char*>(file.data()));
    const std::unique_ptr<Elf, CloseElf> elf(elf_memory(bytes, file.size()));
    const std::unique_ptr<Dwarf, CloseDwarf> dwarf(
        elf ? dwarf_begin_elf(elf.get(), DWARF_C_READ, nullptr) : nullptr);
    if (!dwarf)
        return SourceLines{};
    Collector collector(code);
    std::size_t rowCount = 0;
    Dwarf_Off at = 0;
    Dwarf_Off next = 0;
    std::size_t headerBytes = 0;
    while (dwarf_nextcu(dwarf.get(), at, &next, &headerBytes, nullptr, nullptr, nullptr) == 0) {
        Dwarf_Die unit{};
        Dwarf_Lines* rows = nullptr;
        std::size_t count = 0;
        if (dwarf_offdie(dwarf.get(), at + headerBytes, &unit) != nullptr &&
            dwarf_getsrclines(&unit, &rows, &count) == 0) {
            rowCount += count;
            if (rowCount > kMaxRows)
                return fail(Error{.code = ErrorCode::LimitExceeded,
                                  .message = "the line table has too many rows",
                                  .where = {.file = std::string(name)},
                                  .expected = fmt::format("at most {}", kMaxRows),
                                  .advice = {}});
            collector.add(rows, count);
        }
        if (next <= at)
            break;
        at = next;
    }
    return collector.take();
}

} // namespace perisphere::program
