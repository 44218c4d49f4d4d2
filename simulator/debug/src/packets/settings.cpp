// What the two ends agree on.
#include "hex.hpp"
#include "packets/packets.hpp"
#include "perisphere/debug/limits.hpp"

#include <fmt/format.h>

namespace perisphere::debug::packets
{

/// qSupported:feature;feature...
Answer supported(SessionState& state, std::string_view text)
{
    Arguments arguments(text);
    for (static_cast<void>(arguments.skip(':')); !arguments.isAtEnd();) {
        const std::string_view feature = arguments.until(';');
        if (feature == "swbreak+")
            state.client.swbreak = true;
        else if (feature == "hwbreak+")
            state.client.hwbreak = true;
        else if (feature == "error-message+")
            state.client.errorMessages = true;
    }
    constexpr std::string_view kOfCore = "qXfer:memory-map:read+;ReverseStep+;ReverseContinue+";
    constexpr std::string_view kOfProcess =
        "qXfer:auxv:read+;qXfer:exec-file:read+;qXfer:siginfo:read+;QPassSignals+;QCatchSyscalls+";
    return fmt::format("PacketSize={:x};QStartNoAckMode+;qXfer:features:read+;vContSupported+;"
                       "swbreak+;hwbreak+;{}",
                       kPacketBytes, state.process() != nullptr ? kOfProcess : kOfCore);
}

/// QStartNoAckMode: from the answer on.
Answer noAckMode(SessionState& state, std::string_view /*arguments*/)
{
    state.sendsAcks = false;
    return "OK";
}

/// !: the connection outlives a detach here anyway.
Answer extendedMode(SessionState& /*state*/, std::string_view /*arguments*/)
{
    return "OK";
}

/// qAttached: 1, so that GDB detaches from the core when it ends, and does not kill it.
Answer isAttached(SessionState& /*state*/, std::string_view /*arguments*/)
{
    return "1";
}

/// vMustReplyEmpty: as to any packet that is not known.
Answer mustReplyEmpty(SessionState& /*state*/, std::string_view /*arguments*/)
{
    return "";
}

} // namespace perisphere::debug::packets
