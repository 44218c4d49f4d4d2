// Z and z: breakpoints and watchpoints. Setting one that is set and removing one that is not are
// no errors.
#include "hex.hpp"
#include "packets/packets.hpp"
#include "perisphere/debug/limits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <variant>

namespace perisphere::debug::packets
{
namespace
{

/// GDB's kinds for ARM: 2 and 3 are Thumb instructions of 16 and 32 bits, 4 is one of A32.
constexpr std::uint32_t kArmKind = 4;

using Point = std::variant<Breakpoint, Watchpoint>;

/// type,address,kind: for watchpoints the kind is the number of bytes.
std::optional<Point> parsePoint(std::string_view text)
{
    Arguments arguments(text);
    const auto type = arguments.number();
    if (!type || !arguments.skip(','))
        return std::nullopt;
    const auto address = arguments.address();
    if (!address || !arguments.skip(','))
        return std::nullopt;
    const auto kind = arguments.address();
    if (!kind || !arguments.isAtEnd()) // conditions and commands are not offered
        return std::nullopt;
    switch (*type) {
    case 0:
        return Breakpoint{
            .kind = Breakpoint::Kind::Software, .address = *address, .isThumb = *kind != kArmKind};
    case 1:
        return Breakpoint{
            .kind = Breakpoint::Kind::Hardware, .address = *address, .isThumb = *kind != kArmKind};
    case 2:
        return Watchpoint{.kind = Watchpoint::Kind::Write, .address = *address, .bytes = *kind};
    case 3:
        return Watchpoint{.kind = Watchpoint::Kind::Read, .address = *address, .bytes = *kind};
    case 4:
        return Watchpoint{.kind = Watchpoint::Kind::Access, .address = *address, .bytes = *kind};
    default:
        return std::nullopt;
    }
}

Result<void> setAt(Target& target, const Breakpoint& breakpoint)
{
    if (ProcessTarget* const process = target.process())
        return process->setCodeBreakpoint(breakpoint.address, breakpoint.isThumb);
    return target.setBreakpoint(breakpoint.address);
}
Result<void> setAt(Target& target, const Watchpoint& watch)
{
    return target.setWatchpoint(watch);
}
void clearAt(Target& target, const Breakpoint& breakpoint)
{
    target.clearBreakpoint(breakpoint.address);
}
void clearAt(Target& target, const Watchpoint& watch)
{
    target.clearWatchpoint(watch);
}

std::vector<Breakpoint>& setOnes(SessionState& state, const Breakpoint& /*kind*/)
{
    return state.breakpoints;
}
std::vector<Watchpoint>& setOnes(SessionState& state, const Watchpoint& /*kind*/)
{
    return state.watchpoints;
}

std::string badPoint(const SessionState& state)
{
    return errorAnswer(state, EINVAL,
                       "expected type 0 to 4, address and kind, as in Z1,20000000,2");
}

} // namespace

Answer insertPoint(SessionState& state, std::string_view arguments)
{
    const auto parsed = parsePoint(arguments);
    if (!parsed)
        return badPoint(state);
    return std::visit(
        [&](const auto& point) -> std::string {
            auto& points = setOnes(state, point);
            if (std::find(points.begin(), points.end(), point) != points.end())
                return "OK";
            if (points.size() >= kBreakpoints)
                return errorAnswer(
                    state, ENOSPC,
                    fmt::format("a client may set {} of them at most; delete some", kBreakpoints));
            if (const auto set = setAt(state.target(), point); !set)
                return errorAnswer(state, ENOSPC, set.error().toString());
            points.push_back(point);
            return "OK";
        },
        *parsed);
}

Answer removePoint(SessionState& state, std::string_view arguments)
{
    const auto parsed = parsePoint(arguments);
    if (!parsed)
        return badPoint(state);
    std::visit(
        [&](const auto& point) {
            auto& points = setOnes(state, point);
            const auto found = std::find(points.begin(), points.end(), point);
            if (found == points.end())
                return;
            points.erase(found);
            clearAt(state.target(), point);
        },
        *parsed);
    return "OK";
}

} // namespace perisphere::debug::packets
