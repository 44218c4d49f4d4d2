#include "perisphere/realtime/core_target.hpp"

#include "monitor_commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace perisphere::realtime
{
namespace
{

using debug::StopReason;
using m4::Register;

constexpr std::size_t kMaxBreakpoints = 1024;
constexpr std::size_t kMaxWatchpoints = 64;

constexpr std::string_view kProfile = "org.gnu.gdb.arm.m-profile";
constexpr std::string_view kVfp = "org.gnu.gdb.arm.vfp";
constexpr std::string_view kSystem = "org.gnu.gdb.arm.m-system";

constexpr std::size_t kFirstDouble = 17;
constexpr std::size_t kDoubles = 16;
constexpr std::size_t kFpscr = kFirstDouble + kDoubles;

constexpr std::array<debug::RegisterDescription, kFpscr + 7> kRegisters{{
    {"r0", 32, "int", "general", kProfile},      {"r1", 32, "int", "general", kProfile},
    {"r2", 32, "int", "general", kProfile},      {"r3", 32, "int", "general", kProfile},
    {"r4", 32, "int", "general", kProfile},      {"r5", 32, "int", "general", kProfile},
    {"r6", 32, "int", "general", kProfile},      {"r7", 32, "int", "general", kProfile},
    {"r8", 32, "int", "general", kProfile},      {"r9", 32, "int", "general", kProfile},
    {"r10", 32, "int", "general", kProfile},     {"r11", 32, "int", "general", kProfile},
    {"r12", 32, "int", "general", kProfile},     {"sp", 32, "data_ptr", "general", kProfile},
    {"lr", 32, "int", "general", kProfile},      {"pc", 32, "code_ptr", "general", kProfile},
    {"xpsr", 32, "int", "general", kProfile},    {"d0", 64, "ieee_double", "float", kVfp},
    {"d1", 64, "ieee_double", "float", kVfp},    {"d2", 64, "ieee_double", "float", kVfp},
    {"d3", 64, "ieee_double", "float", kVfp},    {"d4", 64, "ieee_double", "float", kVfp},
    {"d5", 64, "ieee_double", "float", kVfp},    {"d6", 64, "ieee_double", "float", kVfp},
    {"d7", 64, "ieee_double", "float", kVfp},    {"d8", 64, "ieee_double", "float", kVfp},
    {"d9", 64, "ieee_double", "float", kVfp},    {"d10", 64, "ieee_double", "float", kVfp},
    {"d11", 64, "ieee_double", "float", kVfp},   {"d12", 64, "ieee_double", "float", kVfp},
    {"d13", 64, "ieee_double", "float", kVfp},   {"d14", 64, "ieee_double", "float", kVfp},
    {"d15", 64, "ieee_double", "float", kVfp},   {"fpscr", 32, "int", "float", kVfp},
    {"msp", 32, "data_ptr", "system", kSystem},  {"psp", 32, "data_ptr", "system", kSystem},
    {"primask", 32, "int", "system", kSystem},   {"basepri", 32, "int", "system", kSystem},
    {"faultmask", 32, "int", "system", kSystem}, {"control", 32, "int", "system", kSystem},
}};

/// Registers but the doubles.
Register registerOf(std::size_t number)
{
    static constexpr std::array<Register, 7> kOthers{
        Register::Fpscr,   Register::Msp,       Register::Psp,    Register::Primask,
        Register::Basepri, Register::Faultmask, Register::Control};
    return number < kFirstDouble ? static_cast<Register>(number) : kOthers[number - kFpscr];
}

bool isSystem(std::uint32_t address)
{
    return address >= 0xE0000000 && address < 0xE0100000;
}

} // namespace

std::span<const debug::RegisterDescription> CoreTarget::registers() const
{
    return kRegisters;
}

std::uint64_t CoreTarget::readRegister(std::size_t number) const
{
    const m4::Core& processor = m_core.processor();
    if (number >= kFirstDouble && number < kFpscr) {
        const auto first = static_cast<unsigned>((number - kFirstDouble) * 2);
        return processor.getSingle(first) | std::uint64_t{processor.getSingle(first + 1)} << 32;
    }
    return processor.get(registerOf(number));
}

void CoreTarget::writeRegister(std::size_t number, std::uint64_t value)
{
    if (m_core.recording().isInPast())
        return; // what was is not changed
    m4::Core& processor = m_core.processor();
    if (number >= kFirstDouble && number < kFpscr) {
        const auto first = static_cast<unsigned>((number - kFirstDouble) * 2);
        processor.setSingle(first, static_cast<std::uint32_t>(value));
        processor.setSingle(first + 1, static_cast<std::uint32_t>(value >> 32));
        return;
    }
    processor.set(registerOf(number), static_cast<std::uint32_t>(value));
}

std::vector<debug::MemoryRegion> CoreTarget::memoryMap() const
{
    std::vector<debug::MemoryRegion> map;
    for (const m4::AddressSpace::Region& region : m_core.memory().regions())
        map.push_back({.kind = region.access == m4::MemoryAccess::ReadWrite
                                   ? debug::MemoryRegion::Kind::Ram
                                   : debug::MemoryRegion::Kind::Rom,
                       .start = region.base,
                       .bytes = region.bytes});
    for (const soc::RegisterMap::Place& place : m_core.registers().places())
        map.push_back({.start = place.base, .bytes = place.bytes});
    map.push_back({.start = 0xE0000000, .bytes = 0x00100000});
    std::ranges::sort(map, {}, &debug::MemoryRegion::start);
    return map;
}

std::optional<std::uint8_t> CoreTarget::byteAt(std::uint32_t address) const
{
    if (const std::uint8_t* const data = m_core.memory().readable(address, 1))
        return *data;
    const std::uint32_t word = address & ~3U;
    const auto value = isSystem(address) ? std::optional(m_core.processor().peekSystem(word))
                                         : m_core.registers().peek(word);
    if (!value)
        return std::nullopt;
    return static_cast<std::uint8_t>(*value >> ((address & 3U) * 8));
}

std::size_t CoreTarget::readMemory(std::uint32_t address, std::span<std::uint8_t> bytes) const
{
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto byte = byteAt(address + static_cast<std::uint32_t>(i));
        if (!byte)
            return i;
        bytes[i] = *byte;
    }
    return bytes.size();
}

std::size_t CoreTarget::writeMemory(std::uint32_t address, std::span<const std::uint8_t> bytes)
{
    if (m_core.recording().isInPast())
        return 0;
    if (std::uint8_t* const data = m_core.memory().host(address, bytes.size())) {
        std::ranges::copy(bytes, data);
        m_core.processor().forgetCode(address, bytes.size());
        return bytes.size();
    }
    // A register is written whole, as the program would.
    const bool isWord = (bytes.size() == 1 || bytes.size() == 2 || bytes.size() == 4) &&
                        address % bytes.size() == 0;
    if (!isWord)
        return 0;
    std::uint32_t value = 0;
    std::memcpy(&value, bytes.data(), bytes.size());
    if (isSystem(address)) {
        if (bytes.size() != 4)
            return 0;
        m_core.processor().pokeSystem(address, value);
        return bytes.size();
    }
    const bool isTaken = m_core.registers().write(address, static_cast<unsigned>(bytes.size()),
                                                  value, {"debugger", 0});
    return isTaken ? bytes.size() : 0;
}

Result<void> CoreTarget::setBreakpoint(std::uint32_t address)
{
    const auto found =
        std::ranges::find(m_breakpoints, address, &std::pair<std::uint32_t, unsigned>::first);
    if (found != m_breakpoints.end()) {
        ++found->second;
        return {};
    }
    if (m_core.memory().readable(address, 2) == nullptr)
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("there is no program at {:#010x}", address));
    if (m_breakpoints.size() == kMaxBreakpoints)
        return fail(ErrorCode::LimitExceeded,
                    fmt::format("there are {} breakpoints already", kMaxBreakpoints));
    m_breakpoints.emplace_back(address, 1);
    m_core.processor().setBreakpoint(address, true);
    return {};
}

void CoreTarget::clearBreakpoint(std::uint32_t address)
{
    const auto found =
        std::ranges::find(m_breakpoints, address, &std::pair<std::uint32_t, unsigned>::first);
    if (found == m_breakpoints.end() || --found->second != 0)
        return;
    m_breakpoints.erase(found);
    m_core.processor().setBreakpoint(address, false);
}

Result<void> CoreTarget::setWatchpoint(const debug::Watchpoint& watch)
{
    if (m_watchpoints.size() == kMaxWatchpoints)
        return fail(ErrorCode::LimitExceeded,
                    fmt::format("there are {} watchpoints already", kMaxWatchpoints));
    m_watchpoints.push_back(watch);
    applyWatches();
    return {};
}

void CoreTarget::clearWatchpoint(const debug::Watchpoint& watch)
{
    const auto found = std::ranges::find(m_watchpoints, watch);
    if (found == m_watchpoints.end())
        return;
    m_watchpoints.erase(found);
    applyWatches();
}

void CoreTarget::applyWatches()
{
    std::vector<m4::Watch> watches;
    for (const debug::Watchpoint& watch : m_watchpoints)
        watches.push_back({.address = watch.address,
                           .bytes = watch.bytes,
                           .onRead = watch.kind != debug::Watchpoint::Kind::Write,
                           .onWrite = watch.kind != debug::Watchpoint::Kind::Read});
    m_core.processor().setWatches(std::move(watches));
}

// Running and stopping.

bool CoreTarget::isStopped() const
{
    return m_core.state() != CoreState::Running;
}

void CoreTarget::interrupt()
{
    if (isStopped())
        return;
    m_core.hold();
    stop({.kind = StopReason::Kind::Interrupted});
}

void CoreTarget::stop(StopReason reason)
{
    m_reason = std::move(reason);
    for (auto& [who, listener] : m_listeners)
        listener(m_reason);
}

debug::StopReason CoreTarget::reasonOfTravel() const
{
    const m4::Core& processor = m_core.processor();
    const std::uint32_t pc = processor.get(Register::Pc);
    const bool isAtBreakpoint = std::ranges::any_of(
        m_breakpoints, [&](const auto& breakpoint) { return breakpoint.first == pc; });
    if (isAtBreakpoint)
        return {.kind = StopReason::Kind::Breakpoint};
    StopReason reason{.kind = StopReason::Kind::Watchpoint};
    for (const debug::Watchpoint& watch : m_watchpoints)
        if (processor.watchedAddress() - watch.address < watch.bytes)
            reason.watch = watch;
    return reason;
}

void CoreTarget::coreStopped(m4::Stop reason)
{
    switch (reason) {
    case m4::Stop::Step:
        stop({.kind = StopReason::Kind::Step});
        return;
    case m4::Stop::Breakpoint:
        stop({.kind = StopReason::Kind::Breakpoint});
        return;
    case m4::Stop::Watchpoint: {
        StopReason seen = reasonOfTravel();
        seen.kind = StopReason::Kind::Watchpoint;
        for (const debug::Watchpoint& watch : m_watchpoints)
            if (m_core.processor().watchedAddress() - watch.address < watch.bytes)
                seen.watch = watch;
        stop(std::move(seen));
        return;
    }
    case m4::Stop::BreakInstruction:
        stop({.kind = StopReason::Kind::BreakInstruction});
        return;
    case m4::Stop::Lockup:
        stop({.kind = StopReason::Kind::Fault, .text = m_core.processor().faultText()});
        return;
    case m4::Stop::Limit:
    case m4::Stop::Asleep:
    case m4::Stop::Waits:
    case m4::Stop::ResetRequest:
        return;
    }
}

void CoreTarget::programEnded()
{
    keepHistory(false);
    stop({.kind = StopReason::Kind::Interrupted, .text = "the program has ended"});
}

void CoreTarget::travel(CoreRecording::End end, StopReason::Kind whenReached)
{
    switch (end) {
    case CoreRecording::End::Reached:
    case CoreRecording::End::Present:
        stop({.kind = whenReached});
        return;
    case CoreRecording::End::Stopped:
        stop(reasonOfTravel());
        return;
    case CoreRecording::End::Oldest:
        stop({.kind = StopReason::Kind::NoHistory});
        return;
    }
}

Result<void> CoreTarget::resume(debug::Resume how)
{
    if (m_core.state() == CoreState::Off)
        return fail(ErrorCode::NotFound, fmt::format("{} has no program", name()));
    CoreRecording& recording = m_core.recording();
    switch (how) {
    case debug::Resume::ReverseStep:
        travel(recording.stepBack(), StopReason::Kind::Step);
        return {};
    case debug::Resume::ReverseContinue:
        travel(recording.runBack(), StopReason::Kind::Step);
        return {};
    case debug::Resume::Step:
        if (recording.isInPast())
            travel(recording.stepOn(), StopReason::Kind::Step);
        else
            m_core.releaseForStep();
        return {};
    case debug::Resume::Continue:
        if (recording.isInPast())
            if (const auto end = recording.runOn(); end != CoreRecording::End::Present) {
                travel(end, StopReason::Kind::Step);
                return {};
            }
        m_core.release();
        return {};
    }
    return {};
}

void CoreTarget::onStop(const void* who,
                        engine::MoveOnlyFunction<void(const debug::StopReason&)> listener)
{
    m_listeners.emplace_back(who, std::move(listener));
}

void CoreTarget::endOnStop(const void* who)
{
    std::erase_if(m_listeners, [who](const auto& listener) { return listener.first == who; });
}

void CoreTarget::attach()
{
    if (m_debuggers++ == 0) {
        m_core.recording().begin();
        m_core.processor().haltOnBreak(true);
    }
}

void CoreTarget::detach()
{
    if (m_debuggers == 0 || --m_debuggers != 0)
        return;
    CoreRecording& recording = m_core.recording();
    if (!m_keepsHistory || recording.isInPast())
        recording.end(); // which brings the core to the present
    if (m_keepsHistory)
        recording.begin();
    m_core.processor().haltOnBreak(false);
    m_core.release();
}

void CoreTarget::keepHistory(bool isKept)
{
    m_keepsHistory = isKept;
    if (isKept)
        m_core.recording().begin();
    else if (m_debuggers == 0)
        m_core.recording().end();
}

Result<std::string> CoreTarget::command(std::string_view line)
{
    return runMonitorCommand(m_core, *this, line);
}

} // namespace perisphere::realtime
