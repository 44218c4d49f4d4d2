// qRcmd: `monitor ...`, in words of the core.
#include "hex.hpp"
#include "packets/packets.hpp"

#include <cerrno>

namespace perisphere::debug::packets
{

/// qRcmd,hexadecimal text. GDB 13 shows no text of an error, therefore it is printed before.
Answer monitorCommand(SessionState& state, std::string_view text)
{
    Arguments arguments(text);
    const auto bytes = arguments.skip(',') ? fromHex(arguments.rest()) : std::nullopt;
    if (!bytes)
        return errorAnswer(state, EINVAL, "expected a command in hexadecimal");
    const std::string line(bytes->begin(), bytes->end());
    const auto said = state.target().command(line);
    if (!said) {
        const std::string why = said.error().toString();
        if (!state.client.errorMessages)
            state.print(why + "\n");
        return errorAnswer(state, EINVAL, why);
    }
    state.print(*said);
    if (!said->empty() && said->back() != '\n')
        state.print("\n");
    return "OK";
}

} // namespace perisphere::debug::packets
