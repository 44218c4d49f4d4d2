#include "cores_control.hpp"

#include "perisphere/base/suggest.hpp"
#include "perisphere/program/backtrace.hpp"
#include "perisphere/program/coverage.hpp"
#include "perisphere/program/disassembler.hpp"
#include "perisphere/program/profile.hpp"
#include "perisphere/realtime/exception_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace perisphere::runtime
{
namespace
{

using realtime::CoreState;

/// Shown in front of the pc.
constexpr std::uint32_t kInstructionsBefore = 5;
constexpr std::uint32_t kMaxFunctionBytes = 64 * 1024;
/// Of coverage records at a time.
constexpr std::size_t kPageBytes = std::size_t{256} * 1024;

std::string_view nameOf(const realtime::RealTimeCore& core)
{
    switch (core.state()) {
    case CoreState::Off:
        return "off";
    case CoreState::Running:
        return core.processor().isAsleep() ? "sleeping" : "running";
    case CoreState::Held:
        return "held";
    case CoreState::LockedUp:
        break;
    }
    return "lockedUp";
}

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

control::CoreStatus statusOf(realtime::RealTimeCore& core, const std::string& app)
{
    const m4::Core& processor = core.processor();
    return {.core = core.index(),
            .app = app,
            .state = std::string(nameOf(core)),
            .pc = processor.get(m4::Register::Pc),
            .cycles = processor.cycles(),
            .hertz = core.hertz(),
            .fault = processor.faultText(),
            .debugPort = {}};
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

// Registers.

void addRegisters(const realtime::CoreTarget& target, std::vector<control::CoreRegister>& all)
{
    const auto descriptions = target.registers();
    unsigned doubles = 0;
    for (std::size_t i = 0; i < descriptions.size(); ++i) {
        const debug::RegisterDescription& one = descriptions[i];
        const std::uint64_t value = target.readRegister(i);
        const std::string group(one.group);
        if (one.bits == 32) {
            all.push_back({std::string(one.name), group, static_cast<std::uint32_t>(value)});
            continue;
        }
        // The unit has single precision: d1 is s2 and s3.
        const unsigned first = 2 * doubles++;
        all.push_back({fmt::format("s{}", first), group, static_cast<std::uint32_t>(value)});
        all.push_back(
            {fmt::format("s{}", first + 1), group, static_cast<std::uint32_t>(value >> 32)});
    }
}

/// What tells why, and where from; ARMv7-M manual, B3.2.
void addFaultRegisters(const m4::Core& processor, std::vector<control::CoreRegister>& all)
{
    struct Row {
        std::string_view name;
        std::uint32_t address;
    };
    static constexpr std::array<Row, 7> kRows{{{"ICSR", 0xE000ED04},
                                               {"VTOR", 0xE000ED08},
                                               {"SHCSR", 0xE000ED24},
                                               {"CFSR", 0xE000ED28},
                                               {"HFSR", 0xE000ED2C},
                                               {"MMFAR", 0xE000ED34},
                                               {"BFAR", 0xE000ED38}}};
    for (const Row& row : kRows)
        all.push_back({std::string(row.name), "fault", processor.peekSystem(row.address)});
}

// Peripherals.

/// "DBNC_CON#" is of each of several.
std::string numbered(std::string_view name, std::uint32_t number)
{
    std::string text(name);
    if (const std::size_t mark = text.find('#'); mark != std::string::npos)
        text.replace(mark, 1, std::to_string(number));
    return text;
}

control::PeripheralRegister registerOf(const soc::RegisterInfo& info, std::uint32_t number,
                                       std::uint32_t address, std::uint32_t value)
{
    control::PeripheralRegister one{.name = numbered(info.name, number),
                                    .address = address,
                                    .value = value,
                                    .isModelled = info.isModelled,
                                    .fields = {}};
    for (const soc::RegisterField& field : info.fields) {
        const std::uint32_t mask = field.width >= 32 ? ~0U : (1U << field.width) - 1;
        one.fields.push_back({.name = std::string(field.name),
                              .lowest = field.lowest,
                              .width = field.width,
                              .value = value >> field.lowest & mask});
    }
    return one;
}

std::vector<control::PeripheralRegister> registersOf(const soc::RegisterMap& map,
                                                     const soc::RegisterMap::Place& place)
{
    std::vector<control::PeripheralRegister> all;
    for (const soc::RegisterInfo& info : place.block->registers())
        for (std::uint32_t i = 0; i < info.count; ++i) {
            const std::uint32_t address = place.base + info.offset + i * info.stride;
            if (const auto value = map.peek(address))
                all.push_back(registerOf(info, i, address, *value));
        }
    return all;
}

// Programs.

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

CoresControl::~CoresControl()
{
    static_cast<void>(m_board.machine().call([this] {
        for (unsigned i = 0; i < realtime::kCoreCount; ++i) {
            m_steps[i].reset();
            detach(i);
        }
    }));
}

/// `function` gets a Live and gives a Result.
template <class F>
auto CoresControl::onMachine(unsigned core, F function)
{
    return m_board.machine().call([&]() -> std::invoke_result_t<F, Live> {
        const auto found = live(core);
        if (!found)
            return fail(found.error());
        return function(*found);
    });
}

Result<CoresControl::Live> CoresControl::live(unsigned core)
{
    realtime::RealTimeSubsystem* const cores = m_board.realTime();
    const bool isOff = cores == nullptr || cores->core(core).state() == CoreState::Off;
    if (isOff)
        return fail(Error{.code = ErrorCode::NotFound,
                          .message = fmt::format("real-time core {} has no program", core),
                          .where = {},
                          .expected = "a core that an app runs on",
                          .advice = "start the app; core.list tells which core it is on"});
    return Live{.core = cores->core(core), .target = cores->target(core)};
}

/// A hold is of the program that was held, and goes with it.
void CoresControl::attach(unsigned core, Live live)
{
    if (std::exchange(m_isAttached[core], true))
        return;
    live.target.attach();
    live.target.onStop(&m_isAttached[core], [this, core, live](const debug::StopReason&) {
        if (live.core.state() == CoreState::Off)
            static_cast<void>(m_board.machine().post([this, core] { detach(core); }));
    });
}

void CoresControl::detach(unsigned core)
{
    if (!std::exchange(m_isAttached[core], false))
        return;
    realtime::CoreTarget& target = m_board.realTime()->target(core);
    target.endOnStop(&m_isAttached[core]);
    target.detach();
}

Result<control::CoreStatus> CoresControl::withPort(Result<control::CoreStatus> status) const
{
    if (status)
        status->debugPort = m_debugStarts.port(status->app);
    return status;
}

Result<control::CoreStatus> CoresControl::status(unsigned core)
{
    return withPort(onMachine(core, [&](Live live) -> Result<control::CoreStatus> {
        return statusOf(live.core, m_board.realTime()->componentOn(core));
    }));
}

Result<std::vector<control::CoreStatus>> CoresControl::cores()
{
    std::vector<control::CoreStatus> all;
    for (unsigned i = 0; i < realtime::kCoreCount; ++i) {
        auto one = status(i);
        if (!one && one.error().code != ErrorCode::NotFound)
            return fail(one.error());
        all.push_back(one ? *std::move(one) : control::CoreStatus{.core = i, .state = "off"});
    }
    return all;
}

Result<std::vector<control::CoreRegister>> CoresControl::registers(unsigned core)
{
    return onMachine(core, [](Live live) -> Result<std::vector<control::CoreRegister>> {
        std::vector<control::CoreRegister> all;
        addRegisters(live.target, all);
        addFaultRegisters(live.core.processor(), all);
        return all;
    });
}

Result<control::CoreMemory> CoresControl::memory(unsigned core, std::uint32_t address,
                                                 std::size_t bytes)
{
    auto read = code(core, address, bytes);
    if (!read)
        return fail(read.error());
    return control::CoreMemory{.address = address, .bytes = *std::move(read)};
}

/// What is there of it; InvalidArgument where that is nothing.
Result<std::vector<std::byte>> CoresControl::code(unsigned core, std::uint32_t address,
                                                  std::size_t bytes)
{
    return onMachine(core, [&](Live live) -> Result<std::vector<std::byte>> {
        bytes = static_cast<std::size_t>(
            std::min<std::uint64_t>(bytes, (std::uint64_t{1} << 32) - address));
        std::vector<std::uint8_t> read(bytes);
        read.resize(live.target.readMemory(address, read));
        if (read.empty())
            return fail(Error{
                .code = ErrorCode::InvalidArgument,
                .message = fmt::format("{} has nothing at {:#010x}", live.core.name(), address),
                .where = {},
                .expected = "an address of memory or of a peripheral",
                .advice = {}});
        const auto view = std::as_bytes(std::span(read));
        return std::vector<std::byte>(view.begin(), view.end());
    });
}

Result<std::vector<control::CoreException>> CoresControl::exceptions(unsigned core)
{
    return onMachine(core, [](Live live) -> Result<std::vector<control::CoreException>> {
        std::vector<control::CoreException> all;
        for (const m4::ExceptionState& one : live.core.processor().exceptions())
            all.push_back({.number = one.number,
                           .name = realtime::nameOfException(one.number),
                           .priority = one.priority,
                           .isEnabled = one.isEnabled,
                           .isPending = one.isPending,
                           .isActive = one.isActive,
                           .isHigh = one.isHigh});
        return all;
    });
}

Result<std::vector<control::Peripheral>> CoresControl::peripherals(unsigned core,
                                                                   std::string_view name)
{
    return onMachine(core, [&](Live live) -> Result<std::vector<control::Peripheral>> {
        std::vector<control::Peripheral> all;
        std::vector<std::string_view> names;
        for (const soc::RegisterMap::Place& place : live.core.registers().places()) {
            if (place.block == nullptr)
                continue;
            names.emplace_back(place.name);
            if (!name.empty() && name != place.name)
                continue;
            all.push_back(
                {.name = place.name, .base = place.base, .bytes = place.bytes, .registers = {}});
            if (!name.empty())
                all.back().registers = registersOf(live.core.registers(), place);
        }
        if (all.empty())
            return fail(
                Error{.code = ErrorCode::NotFound,
                      .message = fmt::format("{} has no peripheral \"{}\"", live.core.name(), name),
                      .where = {},
                      .expected = {},
                      .advice = suggestion(name, names)});
        return all;
    });
}

// What the program's ELF file has a part in.

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

/// Where the listing begins that has the pc in it: instructions are of two lengths, so it is found
/// from a place that is known to be one, or from one that leads to the pc.
std::uint32_t beginBefore(const program::Disassembler& disassembler, std::uint32_t pc,
                          std::span<const std::byte> code, std::uint32_t address,
                          const program::DebugInfo& info)
{
    const program::Function* const function = info.functionAt(pc);
    std::uint32_t from = function == nullptr ? pc : std::max(function->address, address);
    if (function == nullptr && pc - address >= 4 * kInstructionsBefore)
        from = pc - 4 * kInstructionsBefore;
    for (; from < pc; from += 2) {
        const auto listed =
            disassembler.disassemble(code.subspan(from - address), from, (pc - from) / 2, &info);
        std::vector<std::uint32_t> starts;
        for (const program::Instruction& one : listed)
            if (one.address < pc)
                starts.push_back(one.address);
        const auto& last = listed[starts.size() - 1];
        if (last.address + last.bytes == pc)
            return starts[starts.size() -
                          std::min<std::size_t>(starts.size(), kInstructionsBefore)];
    }
    return pc;
}

} // namespace

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
    const bool isAroundPc = !address && function.empty();
    if (!function.empty()) {
        const program::Function* const found = info.findFunction(function);
        if (found == nullptr)
            return fail(
                Error{.code = ErrorCode::NotFound,
                      .message = fmt::format("the program has no function \"{}\"", function),
                      .where = {},
                      .expected = {},
                      .advice = info.functions().empty()
                                    ? "its ELF file is stripped: give the one of the build"
                                    : ""});
        address = found->address;
    }
    std::uint32_t begin = address.value_or(on->pc) & ~1U;
    if (isAroundPc) {
        const program::Function* const own = info.functionAt(on->pc);
        const std::uint32_t back = own != nullptr && on->pc - own->address <= kMaxFunctionBytes
                                       ? on->pc - own->address
                                       : 4 * kInstructionsBefore;
        begin -= std::min(begin, back);
        if (const auto before = code(core, begin, on->pc - begin);
            before && before->size() == on->pc - begin && !before->empty())
            begin = beginBefore(*disassembler, on->pc, *before, begin, info);
        else
            begin = on->pc;
    }
    const auto bytes = code(core, begin, 4 * count);
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

// Holding.

Result<control::CoreStatus> CoresControl::hold(unsigned core)
{
    const auto held = onMachine(core, [&](Live live) -> Result<> {
        attach(core, live);
        live.target.interrupt();
        return {};
    });
    if (!held)
        return fail(held.error());
    return status(core);
}

Result<control::CoreStatus> CoresControl::release(unsigned core)
{
    const auto released = onMachine(core, [&](Live live) -> Result<> {
        const bool isHeld = live.core.state() == CoreState::Held;
        if (!isHeld && !m_isAttached[core])
            return fail(Error{.code = ErrorCode::InvalidArgument,
                              .message = fmt::format("{} is not held", live.core.name()),
                              .where = {},
                              .expected = {},
                              .advice = {}});
        if (isHeld)
            if (auto resumed = live.target.resume(debug::Resume::Continue); !resumed)
                return resumed;
        detach(core);
        return {};
    });
    if (!released)
        return fail(released.error());
    return status(core);
}

void CoresControl::step(unsigned core, unsigned instructions,
                        control::Completion<control::CoreStatus> done)
{
    // The completion belongs to the loop's thread; the machine thread only sends it back there.
    auto shared = std::make_shared<control::Completion<control::CoreStatus>>(std::move(done));
    const auto begun = onMachine(core, [&](Live live) -> Result<> {
        const auto refuse = [&](ErrorCode code, std::string_view why, std::string_view advice) {
            return fail(Error{.code = code,
                              .message = fmt::format("{} {}", live.core.name(), why),
                              .where = {},
                              .expected = {},
                              .advice = std::string(advice)});
        };
        if (m_steps[core] && !m_steps[core]->isOver())
            return refuse(ErrorCode::AlreadyExists, "is being stepped already",
                          "core.hold ends that");
        if (live.core.state() != CoreState::Held)
            return refuse(ErrorCode::InvalidArgument, "is not held", "hold it first");
        if (m_board.machine().status().mode.kind() == engine::TimeMode::Kind::Paused)
            return refuse(ErrorCode::InvalidArgument, "cannot step while virtual time is paused",
                          "resume time");
        m_steps[core] = std::make_shared<CoreStep>(
            m_board.machine(), live.target, instructions,
            [this, core, shared] { m_defer([this, core, shared] { (*shared)(status(core)); }); });
        return CoreStep::begin(m_steps[core]);
    });
    if (!begun)
        (*shared)(fail(begun.error()));
}

// Profile and coverage.

Result<> CoresControl::startProfile(unsigned core, std::uint32_t period)
{
    return onMachine(core, [&](Live live) -> Result<> {
        live.core.startProfile(period);
        return {};
    });
}

Result<> CoresControl::stopProfile(unsigned core)
{
    return onMachine(core, [](Live live) -> Result<> {
        live.core.stopProfile();
        return {};
    });
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
