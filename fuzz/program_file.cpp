// ELF files that are given for the program on a real-time core, or on the application core:
// whatever is in one, what is read from it is in order and within bounds, and what is made of it
// ends.

#include "perisphere/program/backtrace.hpp"
#include "perisphere/program/coverage.hpp"
#include "perisphere/program/debug_info.hpp"
#include "perisphere/program/disassembler.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <span>
#include <vector>

using namespace perisphere;

namespace
{

constexpr std::size_t kLookedAt = 64;

void require(bool holds)
{
    if (!holds)
        std::abort();
}

/// Neither out of order nor overlapping.
void checkTables(const program::DebugInfo& info)
{
    std::uint64_t end = 0;
    for (const program::Function& one : info.functions()) {
        require(one.address >= end);
        end = std::uint64_t{one.address} + one.bytes;
    }
    end = 0;
    for (const program::LineRange& one : info.lines()) {
        require(one.begin >= end && one.end > one.begin);
        require(one.file < info.files().size() && one.line > 0);
        end = one.end;
    }
}

/// The core's memory is the file's code, with itself as a stack.
void unwind(const program::DebugInfo& info, const program::CodeSection& section)
{
    const auto readWord = [&](std::uint32_t address) -> std::optional<std::uint32_t> {
        const std::uint32_t offset = address - section.address;
        if (section.bytes.size() < 4 || offset > section.bytes.size() - 4)
            return std::nullopt;
        std::uint32_t word = 0;
        std::memcpy(&word, section.bytes.data() + offset, sizeof word);
        return word;
    };
    program::BacktraceStart start;
    start.registers.fill(section.address);
    start.registers[14] = section.address | 1U;
    start.processStack = section.address;
    for (const program::DebugInfo* const known : {&info, static_cast<decltype(&info)>(nullptr)})
        require(program::backtrace(start, readWord, known, kLookedAt).size() <= kLookedAt);
}

void look(const program::DebugInfo& info, const program::Disassembler& disassembler)
{
    checkTables(info);
    std::vector<std::uint32_t> executed;
    for (const program::CodeSection& section :
         info.code().first(std::min<std::size_t>(info.code().size(), 4))) {
        const auto listed =
            disassembler.disassemble(section.bytes, section.address, kLookedAt, &info);
        require(listed.size() <= kLookedAt);
        for (const program::Instruction& one : listed) {
            executed.push_back(one.address);
            static_cast<void>(info.placeOf(one.address));
            static_cast<void>(info.callFrames().at(one.address));
        }
        unwind(info, section);
    }
    std::ranges::sort(executed);
    const auto files = program::coverage(info, executed);
    for (const program::FileCoverage& file : files)
        require(file.linesRun <= file.lines);
    // The same lines have run, however often.
    std::vector<program::ExecutedInstruction> counted;
    for (const std::uint32_t address : executed)
        counted.push_back({.address = address, .count = UINT64_MAX});
    const auto filesOfCounted = program::countedCoverage(info, counted);
    require(filesOfCounted.size() == files.size());
    for (std::size_t i = 0; i < files.size(); ++i)
        require(filesOfCounted[i].lines == files[i].lines &&
                filesOfCounted[i].linesRun == files[i].linesRun);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const auto disassembler = program::Disassembler::create().value();
    const auto bytes = std::as_bytes(std::span(data, size));
    for (const auto kind : {program::ProgramKind::RealTime, program::ProgramKind::Linux})
        if (const auto info =
                program::DebugInfo::parse({bytes.begin(), bytes.end()}, "app.out", kind))
            look(*info, disassembler);
    return 0;
}
