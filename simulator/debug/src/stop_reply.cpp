#include "stop_reply.hpp"

#include "gdb_signals.hpp"
#include "hex.hpp"
#include "session_state.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace perisphere::debug
{
namespace
{

// GDB's numbers, which are not those of a host.
constexpr unsigned kSigint = 2;
constexpr unsigned kSigtrap = 5;
constexpr unsigned kSigsegv = 11;

unsigned signalOf(const StopReason& reason)
{
    switch (reason.kind) {
    case StopReason::Kind::Signal:
        return gdbSignal(reason.number);
    case StopReason::Kind::Interrupted:
        return kSigint;
    case StopReason::Kind::Fault:
        return kSigsegv;
    default:
        return kSigtrap;
    }
}

std::optional<std::uint64_t> programCounter(const Target& target)
{
    const auto registers = target.registers();
    for (std::size_t number = 0; number < registers.size(); ++number)
        if (registers[number].name == "pc")
            return target.readRegister(number);
    return std::nullopt;
}

bool hasSet(const SessionState& state, Breakpoint::Kind kind)
{
    const auto pc = programCounter(state.target());
    return std::any_of(
        state.breakpoints.begin(), state.breakpoints.end(),
        [&](const Breakpoint& set) { return set.kind == kind && set.address == pc; });
}

std::string breakpointReason(const SessionState& state)
{
    if (state.client.hwbreak && hasSet(state, Breakpoint::Kind::Hardware))
        return "hwbreak:;";
    if (state.client.swbreak && hasSet(state, Breakpoint::Kind::Software))
        return "swbreak:;";
    return {};
}

std::string_view watchWord(Watchpoint::Kind kind)
{
    switch (kind) {
    case Watchpoint::Kind::Read:
        return "rwatch";
    case Watchpoint::Kind::Access:
        return "awatch";
    default:
        return "watch";
    }
}

bool overlap(const Watchpoint& a, const Watchpoint& b)
{
    return std::uint64_t{a.address} < std::uint64_t{b.address} + std::max(b.bytes, 1U) &&
           std::uint64_t{b.address} < std::uint64_t{a.address} + std::max(a.bytes, 1U);
}

/// The client's own one of the kind that was hit, or of any other if only that fits.
const Watchpoint* ownWatchpoint(const SessionState& state)
{
    const StopReason& reason = state.target().stopReason();
    const Watchpoint* own = nullptr;
    if (reason.kind == StopReason::Kind::Watchpoint && reason.watch)
        for (const Watchpoint& set : state.watchpoints)
            if (overlap(set, *reason.watch) && (own == nullptr || set.kind == reason.watch->kind))
                own = &set;
    return own;
}

std::string watchpointReason(const SessionState& state)
{
    const Watchpoint* const own = ownWatchpoint(state);
    if (own == nullptr)
        return {};
    const std::uint32_t accessed = state.target().stopReason().watch->address;
    return fmt::format("{}:{:x};", watchWord(own->kind), std::max(accessed, own->address));
}

std::string reasonOf(const SessionState& state)
{
    const StopReason& reason = state.target().stopReason();
    switch (reason.kind) {
    case StopReason::Kind::Breakpoint:
        return breakpointReason(state);
    case StopReason::Kind::Watchpoint:
        return watchpointReason(state);
    case StopReason::Kind::NoHistory:
        return "replaylog:begin;";
    case StopReason::Kind::SystemCallEntry:
        return fmt::format("syscall_entry:{:x};", reason.number);
    case StopReason::Kind::SystemCallReturn:
        return fmt::format("syscall_return:{:x};", reason.number);
    default:
        return {};
    }
}

/// What GDB asks for after every stop anyway.
std::string expeditedRegisters(const Target& target)
{
    std::string text;
    const auto registers = target.registers();
    for (std::size_t number = 0; number < registers.size(); ++number)
        if (registers[number].name == "pc" || registers[number].name == "sp")
            text += fmt::format("{:02x}:{};", number,
                                toHex(target.readRegister(number), registers[number].bits / 8));
    return text;
}

std::string told(const Target& target, unsigned signal, std::string_view reason)
{
    return fmt::format("T{:02x}{}{}thread:{:x};", signal, reason, expeditedRegisters(target),
                       target.stopReason().thread);
}

} // namespace

std::string stopReply(const SessionState& state)
{
    const Target& target = state.target();
    const StopReason& reason = target.stopReason();
    if (reason.kind == StopReason::Kind::Exited)
        return fmt::format("W{:02x}", static_cast<unsigned>(reason.number) & 0xFFU);
    if (reason.kind == StopReason::Kind::Killed)
        return fmt::format("X{:02x}", gdbSignal(reason.number));
    return told(target, signalOf(reason), reasonOf(state));
}

std::string stepReply(const SessionState& state)
{
    return told(state.target(), kSigtrap, "");
}

bool isAtOwnWatchpoint(const SessionState& state)
{
    return ownWatchpoint(state) != nullptr;
}

} // namespace perisphere::debug
