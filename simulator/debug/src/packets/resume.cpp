// The core goes on, forward or back; the answer to these is its next stop. Signals mean nothing to
// a bare core and are left out.
#include "gdb_signals.hpp"
#include "hex.hpp"
#include "packets/packets.hpp"
#include "stop_reply.hpp"

#include <fmt/format.h>

#include <array>
#include <climits>
#include <span>
#include <vector>

namespace perisphere::debug::packets
{
namespace
{

/// Another client has let it run since this one looked.
Answer joinWaiting(SessionState& state)
{
    state.print(fmt::format("{} is running already: this waits until it stops; Ctrl-C stops it\n",
                            state.target().name()));
    state.awaitStop();
    return std::nullopt;
}

Answer resumeThreads(SessionState& state, std::span<const ThreadAction> actions)
{
    if (!state.target().isStopped())
        return joinWaiting(state);
    const bool isStep = !actions.empty() && actions.front().how != ThreadAction::How::Continue;
    if (state.takeAccessDone() && isStep)
        return stepReply(state);
    state.awaitStop(); // it may come before resumeThreads() returns
    if (const auto resumed = state.process()->resumeThreads(actions); !resumed) {
        state.awaitNoStop();
        return errorText(resumed.error().toString());
    }
    return std::nullopt;
}

Answer resume(SessionState& state, Resume how, int signal = 0)
{
    Target& target = state.target();
    if (state.process() != nullptr) {
        const auto action =
            how == Resume::Step ? ThreadAction::How::Step : ThreadAction::How::Continue;
        // A step or a signal is for one thread; the others go on.
        const bool isForOne = how == Resume::Step || signal != 0;
        const int one = state.resumedThread > 0 ? state.resumedThread : state.thread;
        const std::array actions = {
            ThreadAction{
                .thread = isForOne ? one : state.resumedThread, .how = action, .signal = signal},
            ThreadAction{.thread = state.resumedThread > 0 ? one : ThreadAction::kAll}};
        return resumeThreads(state, actions);
    }
    if (!target.isStopped())
        return joinWaiting(state);
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
Answer resumeAt(SessionState& state, Resume how, std::string_view text, int signal = 0)
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
    return resume(state, how, signal);
}

/// signal[;address]
Answer resumeWithSignal(SessionState& state, Resume how, std::string_view text)
{
    Arguments arguments(text);
    const auto signal = Arguments(arguments.until(';')).number();
    return resumeAt(state, how, arguments.rest(),
                    linuxSignal(static_cast<unsigned>(signal.value_or(0))));
}

/// One of vCont's: c, s, C signal, S signal or r begin,end; then maybe :thread.
std::optional<ThreadAction> parseAction(std::string_view text)
{
    Arguments arguments(text);
    Arguments what(arguments.until(':'));
    ThreadAction action;
    if (const std::string_view thread = arguments.rest(); !thread.empty() && thread != "-1") {
        Arguments id(thread);
        const auto number = id.number();
        if (!number || *number > INT_MAX || !id.isAtEnd())
            return std::nullopt;
        action.thread = static_cast<int>(*number);
    }
    if (what.skip('s') || what.skip('S')) {
        action.how = ThreadAction::How::Step;
    } else if (what.skip('r')) {
        const auto begin = what.address();
        const auto end = what.skip(',') ? what.address() : std::nullopt;
        if (!begin || !end)
            return std::nullopt;
        action.how = ThreadAction::How::StepOutOf;
        action.begin = *begin;
        action.end = *end;
    } else if (!what.skip('c') && !what.skip('C')) {
        return std::nullopt;
    }
    if (const auto signal = what.number())
        action.signal = linuxSignal(static_cast<unsigned>(*signal));
    return action;
}

/// All of vCont's, each for its threads.
Answer resumeEach(SessionState& state, std::string_view text)
{
    Arguments arguments(text);
    static_cast<void>(arguments.skip(';'));
    std::vector<ThreadAction> actions;
    while (!arguments.isAtEnd()) {
        const auto action = parseAction(arguments.until(';'));
        if (!action)
            return errorText("expected actions of c, C, s, S, r, as in s:1f;c");
        actions.push_back(*action);
    }
    return resumeThreads(state, actions);
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
    return resumeWithSignal(state, Resume::Continue, arguments);
}

/// s [address]
Answer step(SessionState& state, std::string_view arguments)
{
    return resumeAt(state, Resume::Step, arguments);
}

/// S signal[;address]
Answer stepWithSignal(SessionState& state, std::string_view arguments)
{
    return resumeWithSignal(state, Resume::Step, arguments);
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

/// vCont;action[:thread]...: of a bare core the first one is meant for the one thread there is;
/// those that follow are for the threads that are left.
Answer resumeActions(SessionState& state, std::string_view text)
{
    if (state.process() != nullptr)
        return resumeEach(state, text);
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
Answer knownActions(SessionState& state, std::string_view /*arguments*/)
{
    return state.process() != nullptr ? "vCont;c;C;s;S;r" : "vCont;c;C;s;S";
}

} // namespace perisphere::debug::packets
