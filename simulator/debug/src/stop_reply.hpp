// How a client is told where and why the core stands.
#pragma once

#include <string>

namespace perisphere::debug
{

class SessionState;

/// Of the last stop. A breakpoint or watchpoint of another client is told as a plain SIGTRAP: GDB
/// would take one that it does not know for one that it has just removed, and go on.
[[nodiscard]] std::string stopReply(const SessionState& state);

/// As after a step, whatever the last stop was.
[[nodiscard]] std::string stepReply(const SessionState& state);

/// Whether the last stop is at a watchpoint of the client.
[[nodiscard]] bool isAtOwnWatchpoint(const SessionState& state);

} // namespace perisphere::debug
