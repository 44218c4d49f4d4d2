// What a session knows of its client, for the functions that answer packets.
#pragma once

#include "perisphere/base/unique_fd.hpp"
#include "perisphere/debug/debugged_core.hpp"
#include "perisphere/debug/process_target.hpp"
#include "perisphere/debug/target.hpp"
#include "perisphere/engine/move_only_function.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace perisphere::debug
{

/// The data of the packet that answers one; nullopt when nothing is said now.
using Answer = std::optional<std::string>;

/// What the client has said that it understands (qSupported).
struct ClientFeatures {
    bool swbreak = false;
    bool hwbreak = false;
    bool errorMessages = false; ///< E.text in answer to every packet
};

/// As the client has set it. For the core both kinds are the same; the client wants to be told the
/// one it knows.
struct Breakpoint {
    enum class Kind : std::uint8_t { Software, Hardware };
    Kind kind = Kind::Software;
    std::uint32_t address = 0;
    bool isThumb = true;
    bool operator==(const Breakpoint&) const = default;
};

class SessionState
{
public:
    SessionState(DebuggedCore& core, engine::MoveOnlyFunction<void()> wake);
    ~SessionState();
    SessionState(const SessionState&) = delete;
    SessionState& operator=(const SessionState&) = delete;

    [[nodiscard]] DebuggedCore& core() { return m_core; }
    [[nodiscard]] Target& target() { return m_core.target(); }
    [[nodiscard]] Target& target() const { return m_core.target(); }
    /// nullptr where the target is a bare core.
    [[nodiscard]] ProcessTarget* process() const { return target().process(); }

    [[nodiscard]] bool isAttached() const { return m_isAttached; }
    void attach();
    /// Takes back what the client has set.
    void detach();

    /// The answer comes with the next stop.
    void awaitStop() { m_awaitsStop = true; }
    void awaitNoStop() { m_awaitsStop = false; }

    /// Whether the client was told of a watchpoint that it set, and nothing has moved since. Asked
    /// once. On ARM, GDB believes that an access that is watched is about to happen, and makes it
    /// happen by a step; here it has happened.
    [[nodiscard]] bool takeAccessDone() { return std::exchange(m_isAccessDone, false); }

    /// Sends a packet.
    void send(std::string_view data);
    /// Sends text for the user's console; only before the answer to packets that allow it.
    void print(std::string_view text);
    void repeatLast();
    void acknowledge(char sign);

    ClientFeatures client;
    std::vector<Breakpoint> breakpoints;
    std::vector<Watchpoint> watchpoints;
    int thread = 1;                         ///< whose registers the client means
    int resumedThread = ThreadAction::kAll; ///< which one c and s are meant for
    std::map<int, UniqueFd> files;          ///< that the client has open, by its numbers
    bool sendsAcks = true;
    bool isOver = false;
    std::string output;

private:
    void onStop(const StopReason& reason);

    DebuggedCore& m_core;
    engine::MoveOnlyFunction<void()> m_wake;
    bool m_isAttached = false;
    bool m_awaitsStop = false;
    bool m_isAccessDone = false;
    std::string m_lastFrame; ///< while there are acks: what a - asks for again
};

/// "E16": the number is an errno's. `text` where the client takes it.
[[nodiscard]] std::string errorAnswer(const SessionState& state, int errnoValue,
                                      std::string_view text);
/// With the text: GDB prints whatever answers a packet that lets the core go on.
[[nodiscard]] std::string errorText(std::string_view text);

} // namespace perisphere::debug
