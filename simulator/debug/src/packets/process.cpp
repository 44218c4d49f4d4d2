// What a client wants to be told of a process: signals and system calls. A bare core has neither.
#include "gdb_signals.hpp"
#include "hex.hpp"
#include "packets/packets.hpp"

#include <cerrno>

namespace perisphere::debug::packets
{

/// QPassSignals:signal;signal...
Answer passSignals(SessionState& state, std::string_view text)
{
    if (state.process() == nullptr)
        return "";
    Arguments arguments(text);
    static_cast<void>(arguments.skip(':'));
    std::set<int> signals;
    while (!arguments.isAtEnd()) {
        Arguments one(arguments.until(';'));
        const auto number = one.number();
        if (!number || !one.isAtEnd())
            return errorAnswer(state, EINVAL, "expected signals in hexadecimal, as in 0e;14");
        signals.insert(linuxSignal(static_cast<unsigned>(*number)));
    }
    state.process()->passSignals(std::move(signals));
    return "OK";
}

/// QCatchSyscalls:0 or QCatchSyscalls:1;number;number...
Answer catchSystemCalls(SessionState& state, std::string_view text)
{
    if (state.process() == nullptr)
        return "";
    Arguments arguments(text);
    static_cast<void>(arguments.skip(':'));
    const std::string_view isOn = arguments.until(';');
    if (isOn == "0") {
        state.process()->catchSystemCalls(std::nullopt);
        return "OK";
    }
    std::set<unsigned> numbers;
    while (!arguments.isAtEnd()) {
        Arguments one(arguments.until(';'));
        const auto number = one.number();
        if (!number || !one.isAtEnd())
            return errorAnswer(state, EINVAL, "expected system calls in hexadecimal, as in 1;5;6");
        numbers.insert(static_cast<unsigned>(*number));
    }
    state.process()->catchSystemCalls(std::move(numbers));
    return "OK";
}

} // namespace perisphere::debug::packets
