#include "cores_control.hpp"

#include "core_peripherals.hpp"
#include "perisphere/base/suggest.hpp"
#include "perisphere/realtime/exception_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace perisphere::runtime
{
namespace
{

using realtime::CoreState;

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
            .debugPort = {},
            .hasHistory = core.recording().isOn(),
            .isInPast = core.recording().isInPast()};
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
    auto read = bytesAt(core, address, bytes);
    if (!read)
        return fail(read.error());
    return control::CoreMemory{.address = address, .bytes = *std::move(read)};
}

Result<std::vector<std::byte>> CoresControl::bytesAt(unsigned core, std::uint32_t address,
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

Result<control::CoreStatus> CoresControl::stepBack(unsigned core)
{
    const auto stepped = onMachine(core, [&](Live live) -> Result<> {
        const auto refuse = [&](std::string_view why, std::string_view advice) {
            return fail(Error{.code = ErrorCode::InvalidArgument,
                              .message = fmt::format("{} {}", live.core.name(), why),
                              .where = {},
                              .expected = {},
                              .advice = std::string(advice)});
        };
        if (live.core.state() != CoreState::Held)
            return refuse("is not held", "hold it first");
        if (m_steps[core] && !m_steps[core]->isOver())
            return refuse("is being stepped", "core.hold ends that");
        if (auto resumed = live.target.resume(debug::Resume::ReverseStep); !resumed)
            return resumed;
        if (live.target.stopReason().kind == debug::StopReason::Kind::NoHistory)
            return refuse("goes no further back: its history begins here",
                          "core.history.start has it kept from then on");
        return {};
    });
    if (!stepped)
        return fail(stepped.error());
    return status(core);
}

Result<control::CoreStatus> CoresControl::keepHistory(unsigned core, bool isKept)
{
    const auto told = onMachine(core, [&](Live live) -> Result<> {
        live.target.keepHistory(isKept);
        return {};
    });
    if (!told)
        return fail(told.error());
    return status(core);
}

// Profiles.

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

} // namespace perisphere::runtime
