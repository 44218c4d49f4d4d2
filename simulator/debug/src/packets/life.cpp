// Coming and going. A bare core is no process to start or to kill: it is reset, or left to itself.
#include "packets/packets.hpp"
#include "stop_reply.hpp"

namespace perisphere::debug::packets
{
namespace
{

Result<void> resetAndHalt(SessionState& state)
{
    state.attach();
    if (const auto reset = state.target().command("reset"); !reset)
        return fail(reset.error());
    state.core().interrupt();
    return {};
}

Answer stopNow(SessionState& state)
{
    if (state.target().isStopped())
        return stopReply(state);
    state.awaitStop();
    return std::nullopt;
}

} // namespace

/// vAttach;pid
Answer attach(SessionState& state, std::string_view /*arguments*/)
{
    state.attach();
    return stopNow(state);
}

/// D
Answer detach(SessionState& state, std::string_view /*arguments*/)
{
    state.detach();
    return "OK";
}

/// k, which has no answer. GDB closes the connection.
Answer kill(SessionState& state, std::string_view /*arguments*/)
{
    if (ProcessTarget* const process = state.process())
        process->kill();
    state.detach();
    state.isOver = true;
    return std::nullopt;
}

/// vKill;pid
Answer killAndStay(SessionState& state, std::string_view /*arguments*/)
{
    if (ProcessTarget* const process = state.process())
        process->kill();
    state.detach();
    return "OK";
}

/// R xx, of the extended protocol, which has no answer: GDB asks with ? then.
Answer restart(SessionState& state, std::string_view /*arguments*/)
{
    static_cast<void>(resetAndHalt(state)); // nobody listens
    return std::nullopt;
}

/// vRun;file;arguments: the firmware is the one that is loaded.
Answer run(SessionState& state, std::string_view /*arguments*/)
{
    if (const auto reset = resetAndHalt(state); !reset)
        return errorText(reset.error().toString());
    return stopNow(state);
}

} // namespace perisphere::debug::packets
