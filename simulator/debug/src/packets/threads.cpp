// A core is one thread, 1.
#include "hex.hpp"
#include "packets/packets.hpp"

#include <fmt/format.h>

#include <cerrno>

namespace perisphere::debug::packets
{
namespace
{

bool isTheThread(std::string_view id)
{
    Arguments arguments(id);
    return arguments.number() == 1 && arguments.isAtEnd();
}

std::string noThread(const SessionState& state)
{
    return errorAnswer(state, ESRCH, "there is only thread 1");
}

} // namespace

/// H operation thread: 0 is any, -1 all.
Answer setThread(SessionState& state, std::string_view arguments)
{
    const std::string_view id = arguments.substr(std::min<std::size_t>(1, arguments.size()));
    return id == "0" || id == "-1" || isTheThread(id) ? "OK" : noThread(state);
}

/// T thread
Answer isThreadAlive(SessionState& state, std::string_view arguments)
{
    return isTheThread(arguments) ? "OK" : noThread(state);
}

/// qC
Answer currentThread(SessionState& /*state*/, std::string_view /*arguments*/)
{
    return "QC1";
}

/// qfThreadInfo. None for who has detached.
Answer firstThreads(SessionState& state, std::string_view /*arguments*/)
{
    return state.isAttached() ? "m1" : "l";
}

/// qsThreadInfo
Answer moreThreads(SessionState& /*state*/, std::string_view /*arguments*/)
{
    return "l";
}

/// qThreadExtraInfo,thread: what `info threads` shows.
Answer threadInformation(SessionState& state, std::string_view arguments)
{
    if (!arguments.starts_with(',') || !isTheThread(arguments.substr(1)))
        return noThread(state);
    const Target& target = state.target();
    return toHex(fmt::format("{}, {}", target.name(), target.isStopped() ? "halted" : "running"));
}

} // namespace perisphere::debug::packets
