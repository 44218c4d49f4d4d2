// A bare core is one thread, 1. A process has those that it tells.
#include "hex.hpp"
#include "packets/packets.hpp"
#include "perisphere/debug/limits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <vector>

namespace perisphere::debug::packets
{
namespace
{

std::vector<int> threadsOf(const SessionState& state)
{
    if (!state.isAttached())
        return {};
    return state.process() != nullptr ? state.process()->threads() : std::vector<int>{1};
}

std::optional<int> parseThread(const SessionState& state, std::string_view id)
{
    Arguments arguments(id);
    const auto number = arguments.number();
    for (const int thread : threadsOf(state))
        if (number == static_cast<std::uint64_t>(thread) && arguments.isAtEnd())
            return thread;
    return std::nullopt;
}

std::string noThread(const SessionState& state)
{
    return errorAnswer(state, ESRCH,
                       state.process() != nullptr ? "there is no such thread; see info threads"
                                                  : "there is only thread 1");
}

} // namespace

/// H operation thread: 0 is any, -1 all.
Answer setThread(SessionState& state, std::string_view arguments)
{
    const std::string_view id = arguments.substr(std::min<std::size_t>(1, arguments.size()));
    const bool isForResume = arguments.starts_with('c');
    if (id == "0" || id == "-1") {
        if (isForResume)
            state.resumedThread = ThreadAction::kAll;
        return "OK";
    }
    const auto thread = parseThread(state, id);
    if (!thread)
        return noThread(state);
    (isForResume ? state.resumedThread : state.thread) = *thread;
    return "OK";
}

/// T thread
Answer isThreadAlive(SessionState& state, std::string_view arguments)
{
    return parseThread(state, arguments) ? "OK" : noThread(state);
}

/// qC
Answer currentThread(SessionState& state, std::string_view /*arguments*/)
{
    return fmt::format("QC{:x}", state.thread);
}

/// qfThreadInfo: all at once. None for who has detached.
Answer firstThreads(SessionState& state, std::string_view /*arguments*/)
{
    std::string text;
    for (const int thread : threadsOf(state)) {
        text += fmt::format("{}{:x}", text.empty() ? 'm' : ',', thread);
        if (text.size() + 16 > kPacketBytes)
            break; // GDB learns of the others when they stop
    }
    return text.empty() ? "l" : text;
}

/// qsThreadInfo
Answer moreThreads(SessionState& /*state*/, std::string_view /*arguments*/)
{
    return "l";
}

/// qThreadExtraInfo,thread: what `info threads` shows.
Answer threadInformation(SessionState& state, std::string_view arguments)
{
    const auto thread =
        arguments.starts_with(',') ? parseThread(state, arguments.substr(1)) : std::nullopt;
    if (!thread)
        return noThread(state);
    const Target& target = state.target();
    if (state.process() != nullptr)
        return toHex(state.process()->threadName(*thread));
    return toHex(fmt::format("{}, {}", target.name(), target.isStopped() ? "halted" : "running"));
}

} // namespace perisphere::debug::packets
