// The packets that are understood.
#pragma once

#include "session_state.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace perisphere::debug
{

struct PacketRow {
    enum class Needs : std::uint8_t {
        Nothing,
        Core,        ///< the client is attached
        StoppedCore, ///< and the core does not run
    };

    std::string_view name; ///< "g"; "qXfer", whose arguments follow a : or , or ;
    Answer (*answer)(SessionState& state, std::string_view arguments);
    Needs needs = Needs::Core;
};

/// By their names.
[[nodiscard]] std::span<const PacketRow> packetTable();

/// The answer to a packet; to one that is not in the table the empty one, as the protocol has it.
[[nodiscard]] Answer answerPacket(SessionState& state, std::string_view packet);

} // namespace perisphere::debug
