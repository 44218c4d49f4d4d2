// The core goes on, forward or back; the answer to these is its next stop. Signals mean nothing to
// a core and are left out.
#include "hex.hpp"
#include "packets/packets.hpp"
#include "stop_reply.hpp"

#include <fmt/format.h>

#include <cerrno>

namespace perisphere::debug::packets
{
namespace
{

Answer resume(SessionState& state, Resume how)
{
    Target& target = state.target();
    if (!target.isStopped()) {
        // Another client has let it run since this one looked.
        state.print(fmt::format("{} is running already: this waits until it stops; Ctrl-C stops "
                                "it\n",
                                target.name()));
        state.awaitStop();
        return std::nullopt;
    }
    const bool isStep = how == Resume::Step || how == Resume::ReverseStep;
    if (state.takeAccessDone() && isStep)
        return stepReply(state);
    state.awaitStop(); // a step may be over before resume() returns
    if (const auto resumed = target.resume(how); !resumed) {
        state.awaitNoStop();
        return errorText(resumed.error().toString());
    }
    return std::nullopt;
}

/// With the address to go on at, if one is given.
Answer resumeAt(SessionState& state, Resume how, std::string_view text)
{
    Target& target = state.target();
    if (!text.empty()) {
        Arguments arguments(text);
        const auto address = arguments.address();
        if (!address || !arguments.isAtEnd())
            return errorText("expected a 32-bit address");
        if (!target.isStopped())
            return errorText("the core is running; stop it first");
        for (std::size_t number = 0; number < target.registers().size(); ++number)
            if (target.registers()[number].name == "pc")
                target.writeRegister(number, *address);
    }
    return resume(state, how);
}

/// signal;address
std::string_view withoutSignal(std::string_view text)
{
    const std::size_t semicolon = text.find(';');
    return semicolon == std::string_view::npos ? std::string_view() : text.substr(semicolon + 1);
}

} // namespace

/// ?: also what a client begins with, so the core may still be about to halt.
Answer whyStopped(SessionState& state, std::string_view /*arguments*/)
{
    if (!state.isAttached())
        return "W00";
    if (state.target().isStopped())
        return stopReply(state);
    state.awaitStop();
    state.core().interrupt();
    return std::nullopt;
}

/// c [address]
Answer goOn(SessionState& state, std::string_view arguments)
{
    return resumeAt(state, Resume::Continue, arguments);
}

/// C signal[;address]
Answer goOnWithSignal(SessionState& state, std::string_view arguments)
{
    return resumeAt(state, Resume::Continue, withoutSignal(arguments));
}

/// s [address]
Answer step(SessionState& state, std::string_view arguments)
{
    return resumeAt(state, Resume::Step, arguments);
}

/// S signal[;address]
Answer stepWithSignal(SessionState& state, std::string_view arguments)
{
    return resumeAt(state, Resume::Step, withoutSignal(arguments));
}

/// bc
Answer reverseGoOn(SessionState& state, std::string_view /*arguments*/)
{
    return resume(state, Resume::ReverseContinue);
}

/// bs
Answer reverseStep(SessionState& state, std::string_view /*arguments*/)
{
    return resume(state, Resume::ReverseStep);
}

/// vCont;action[:thread]...: the first one is meant for the one thread there is; those that follow
/// are for the threads that are left.
Answer resumeActions(SessionState& state, std::string_view text)
{
    Arguments arguments(text);
    const std::string_view action = arguments.skip(';') ? arguments.until(';') : "";
    switch (action.empty() ? '\0' : action.front()) {
    case 'c':
    case 'C':
        return resume(state, Resume::Continue);
    case 's':
    case 'S':
        return resume(state, Resume::Step);
    default:
        return errorText("expected one of the actions c, C, s, S");
    }
}

/// vCont?
Answer knownActions(SessionState& /*state*/, std::string_view /*arguments*/)
{
    return "vCont;c;C;s;S";
}

} // namespace perisphere::debug::packets
