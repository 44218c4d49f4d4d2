#include "cores_control.hpp"

#include "perisphere/program/backtrace.hpp"
#include "perisphere/program/coverage.hpp"
#include "perisphere/program/disassembler.hpp"
#include "perisphere/program/profile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace perisphere::runtime
{
namespace
{

/// Shown in front of the pc.
constexpr std::uint32_t kInstructionsBefore = 5;
constexpr std::uint32_t kMaxFunctionBytes = 64 * 1024;
/// Of coverage records at a time.
constexpr std::size_t kPageBytes = std::size_t{256} * 1024;

std::string_view nameOf(program::FoundBy foundBy)
{
    using program::FoundBy;
    switch (foundBy) {
    case FoundBy::Registers:
        return "registers";
    case FoundBy::CallFrames:
        return "callFrames";
    case FoundBy::Exception:
        return "exception";
    case FoundBy::LinkRegister:
        return "linkRegister";
    case FoundBy::StackScan:
        break;
    }
    return "stackScan";
}

control::ProgramPlace placeOf(const program::DebugInfo& info, std::uint32_t address)
{
    control::ProgramPlace place{.function = info.placeOf(address), .file = {}, .line = 0};
    if (const auto line = info.lineAt(address)) {
        place.file = line->file;
        place.line = line->line;
    }
    return place;
}

Error wrongProgram(const std::string& elf, const std::string& core, std::uint32_t address)
{
    return {.code = ErrorCode::InvalidArgument,
            .message = fmt::format("this is not the program on {}: its code at {:#010x} is another",
                                   core, address),
            .where = {.file = elf},
            .expected = "the ELF file that the installed app was made of",
            .advice = "build and sideload the app again"};
}

/// Where memory has something else than the program; nullopt: nowhere.
std::optional<std::uint32_t> firstDifference(const m4::AddressSpace& memory,
                                             const program::DebugInfo& program)
{
    for (const program::CodeSection& section : program.code()) {
        const std::uint8_t* const there = memory.readable(section.address, section.bytes.size());
        if (there == nullptr)
            return section.address;
        const auto* const wanted = reinterpret_cast<const std::uint8_t*>(section.bytes.data());
        const auto [differs, ignored] = std::mismatch(wanted, wanted + section.bytes.size(), there);
        if (differs != wanted + section.bytes.size())
            return section.address + static_cast<std::uint32_t>(differs - wanted);
    }
    return std::nullopt;
}

std::optional<std::uint32_t> wordAt(const m4::AddressSpace& memory, std::uint32_t address)
{
    const std::uint8_t* const data = memory.readable(address, 4);
    if (data == nullptr)
        return std::nullopt;
    std::uint32_t word = 0;
    std::memcpy(&word, data, sizeof word);
    return word;
}

} // namespace

Result<ProgramFiles::Program> CoresControl::programOf(unsigned core, const control::ElfFile& elf)
{
    const auto on = status(core);
    if (!on)
        return fail(on.error());
    if (elf.empty()) {
        const auto apps = m_manager.apps();
        const auto app = std::ranges::find_if(
            apps, [&](const auto& one) { return one->componentId == on->app; });
        if (app == apps.end())
            return fail(ErrorCode::NotFound,
                        fmt::format("the app on real-time core {} is not installed", core));
        const std::filesystem::path entry((*app)->manifest.entryPoint);
        return m_files.read((*app)->imageRoot / entry.relative_path());
    }
    auto program = m_files.read(elf);
    if (!program)
        return program;
    return onMachine(core, [&](Live live) -> Result<ProgramFiles::Program> {
        if (const auto differs = firstDifference(live.core.memory(), **program))
            return fail(wrongProgram(elf.string(), live.core.name(), *differs));
        return *program;
    });
}

namespace
{

Result<std::uint32_t> addressOf(const program::DebugInfo& info, std::string_view function)
{
    if (const program::Function* const found = info.findFunction(function))
        return found->address;
    return fail(Error{.code = ErrorCode::NotFound,
                      .message = fmt::format("the program has no function \"{}\"", function),
                      .where = {},
                      .expected = {},
                      .advice = info.functions().empty()
                                    ? "its ELF file is stripped: give the one of the build"
                                    : ""});
}

/// Instructions are of two lengths: those in front of the pc are found from a place that is known
/// to be one, or from one that leads to the pc.
std::vector<std::uint32_t> placesBefore(std::uint32_t pc, const program::DebugInfo& info)
{
    std::vector<std::uint32_t> places;
    const program::Function* const own = info.functionAt(pc);
    if (own != nullptr && own->address < pc && pc - own->address <= kMaxFunctionBytes)
        places.push_back(own->address);
    for (std::uint32_t back = 4 * kInstructionsBefore; back > 0; back -= 2)
        if (back <= pc)
            places.push_back(pc - back);
    return places;
}

} // namespace

std::uint32_t CoresControl::beginAround(unsigned core, std::uint32_t pc,
                                        const program::Disassembler& disassembler,
                                        const program::DebugInfo& info)
{
    for (const std::uint32_t from : placesBefore(pc, info)) {
        const auto bytes = bytesAt(core, from, pc - from + 2);
        if (!bytes)
            continue;
        const auto listed = disassembler.disassemble(*bytes, from, bytes->size(), &info);
        const auto here = std::ranges::find(listed, pc, &program::Instruction::address);
        if (here == listed.end())
            continue;
        const auto before = std::min<std::ptrdiff_t>(here - listed.begin(), kInstructionsBefore);
        return (here - before)->address;
    }
    return pc;
}

Result<control::CoreListing> CoresControl::disassemble(unsigned core, const control::ElfFile& elf,
                                                       std::optional<std::uint32_t> address,
                                                       std::string_view function, std::size_t count)
{
    const auto program = programOf(core, elf);
    if (!program)
        return fail(program.error());
    const program::DebugInfo& info = **program;
    const auto on = status(core);
    const auto disassembler = program::Disassembler::create();
    if (!on || !disassembler)
        return fail(on ? disassembler.error() : on.error());
    if (!function.empty()) {
        const auto found = addressOf(info, function);
        if (!found)
            return fail(found.error());
        address = *found;
    }
    const std::uint32_t begin =
        address ? *address & ~1U : beginAround(core, on->pc, *disassembler, info);
    const auto bytes = bytesAt(core, begin, 4 * count);
    if (!bytes)
        return fail(bytes.error());
    control::CoreListing listing{.pc = on->pc, .instructions = {}};
    for (program::Instruction& one : disassembler->disassemble(*bytes, begin, count, &info)) {
        const auto raw = std::span(*bytes).subspan(one.address - begin, one.bytes);
        listing.instructions.push_back(
            {.address = one.address,
             .bytes = std::vector<std::byte>(raw.begin(), raw.end()),
             .text = std::move(one.text),
             .target = one.target ? info.placeOf(*one.target) : std::string(),
             .place = placeOf(info, one.address)});
    }
    return listing;
}

Result<std::vector<control::StackFrame>>
CoresControl::stack(unsigned core, const control::ElfFile& elf, std::size_t limit)
{
    const auto program = programOf(core, elf);
    if (!program)
        return fail(program.error());
    const program::DebugInfo& info = **program;
    const auto frames = onMachine(core, [&](Live live) -> Result<std::vector<program::Frame>> {
        const m4::Core& processor = live.core.processor();
        program::BacktraceStart start;
        for (unsigned i = 0; i < start.registers.size(); ++i)
            start.registers[i] = processor.get(static_cast<m4::Register>(i));
        start.processStack = processor.get(m4::Register::Psp);
        return program::backtrace(
            start, [&](std::uint32_t address) { return wordAt(live.core.memory(), address); },
            &info, limit);
    });
    if (!frames)
        return fail(frames.error());
    std::vector<control::StackFrame> all;
    for (const program::Frame& frame : *frames) {
        control::ProgramPlace place = placeOf(info, frame.lookUp());
        place.function = info.placeOf(frame.pc);
        all.push_back({.pc = frame.pc,
                       .stack = frame.stack,
                       .foundBy = std::string(nameOf(frame.foundBy)),
                       .place = std::move(place)});
    }
    return all;
}

Result<control::CoreProfile> CoresControl::profile(unsigned core, const control::ElfFile& elf)
{
    const auto program = programOf(core, elf);
    if (!program)
        return fail(program.error());
    control::CoreProfile profile;
    const auto samples = onMachine(core, [&](Live live) -> Result<realtime::ProfileSamples> {
        profile.isRunning = live.core.isProfiled();
        return live.core.profile();
    });
    if (!samples)
        return fail(samples.error());
    const std::uint64_t period = samples->period;
    profile.period = samples->period;
    profile.cycles = samples->cycles;
    profile.asleep = samples->asleep * period;
    for (program::ProfiledFunction& one : program::sumUp(samples->byAddress, program->get())) {
        control::ProfiledCode code{.function = std::move(one.name),
                                   .address = one.address,
                                   .cycles = one.samples * period,
                                   .lines = {}};
        for (program::ProfiledLine& line : one.lines)
            code.lines.push_back(
                {.file = std::move(line.file), .line = line.line, .cycles = line.samples * period});
        profile.functions.push_back(std::move(code));
    }
    return profile;
}

Result<control::CoveragePage> CoresControl::coverage(unsigned core, const control::ElfFile& elf,
                                                     std::size_t first)
{
    const auto program = programOf(core, elf);
    if (!program)
        return fail(program.error());
    if ((*program)->lines().empty())
        return fail(
            Error{.code = ErrorCode::NotFound,
                  .message = "the program's ELF file has no source lines",
                  .where = {},
                  .expected = "debug information (-g)",
                  .advice = "the installed app is stripped: give the ELF file of its build"});
    const auto executed = onMachine(core, [](Live live) -> Result<std::vector<std::uint32_t>> {
        return live.core.processor().executedInstructions();
    });
    if (!executed)
        return fail(executed.error());
    control::CoveragePage page;
    const auto files = program::coverage(**program, *executed);
    for (std::size_t i = 0; i < files.size(); ++i) {
        page.lines += files[i].lines;
        page.linesRun += files[i].linesRun;
        if (i < first || page.next)
            continue;
        if (!page.tracefile.empty() && page.tracefile.size() + files[i].record.size() > kPageBytes)
            page.next = i;
        else
            page.tracefile += files[i].record;
    }
    return page;
}

} // namespace perisphere::runtime
