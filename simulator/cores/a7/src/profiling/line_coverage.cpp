#include "profiling/line_coverage.hpp"

#include "perisphere/base/file.hpp"
#include "perisphere/program/coverage.hpp"
#include "symbols.hpp"

#include <set>

namespace perisphere::a7
{

void InstructionCounts::forEach(
    std::uint32_t begin, std::uint64_t end,
    const std::function<void(std::uint32_t, std::uint64_t)>& found) const
{
    for (auto page = m_pages.lower_bound(begin / kPageBytes); page != m_pages.end(); ++page) {
        const std::uint32_t first = page->first * kPageBytes;
        if (first >= end)
            return;
        for (std::uint32_t i = 0; i < page->second->size(); ++i) {
            const std::uint32_t address = first + 2 * i;
            if (const std::uint64_t count = (*page->second)[i];
                count > 0 && address >= begin && address < end)
                found(address, count);
        }
    }
}

std::string lcovText(const InstructionCounts& counts, const std::vector<MappedFile>& files,
                     const std::function<void(std::string_view)>& report)
{
    std::string text;
    std::set<std::string> seen;
    for (const MappedFile& mapped : files) {
        const auto bias = loadBias(mapped);
        if (!bias || !seen.insert(mapped.path).second)
            continue; // data, or a file that was looked at
        auto bytes = readBinaryFile(mapped.path, program::kMaxProgramBytes);
        const auto info = bytes ? program::DebugInfo::parse(*std::move(bytes), mapped.path,
                                                            program::ProgramKind::Linux)
                                : Result<program::DebugInfo>(fail(bytes.error()));
        if (!info) {
            if (report)
                report(info.error().during("tell which lines have run").toString());
            continue;
        }
        std::vector<program::ExecutedInstruction> executed;
        for (const program::CodeSection& section : info->code()) {
            const std::uint32_t begin = section.address + *bias;
            counts.forEach(begin, std::uint64_t{begin} + section.bytes.size(),
                           [&](std::uint32_t address, std::uint64_t count) {
                               executed.push_back({.address = address - *bias, .count = count});
                           });
        }
        std::ranges::sort(executed, {}, &program::ExecutedInstruction::address);
        for (const program::FileCoverage& file : program::countedCoverage(*info, executed))
            text += file.record;
    }
    return text;
}

} // namespace perisphere::a7
