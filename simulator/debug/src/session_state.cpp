#include "session_state.hpp"

#include "hex.hpp"
#include "packet_frame.hpp"
#include "perisphere/debug/limits.hpp"
#include "stop_reply.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace perisphere::debug
{

SessionState::SessionState(DebuggedCore& core, engine::MoveOnlyFunction<void()> wake)
    : m_core(core)
    , m_wake(std::move(wake))
{
}

SessionState::~SessionState()
{
    detach();
}

void SessionState::attach()
{
    if (std::exchange(m_isAttached, true))
        return;
    target().onStop(this, [this](const StopReason& reason) { onStop(reason); });
    m_core.attach();
    thread = target().stopReason().thread;
}

void SessionState::detach()
{
    if (!std::exchange(m_isAttached, false))
        return;
    target().endOnStop(this);
    for (const Breakpoint& breakpoint : std::exchange(breakpoints, {}))
        target().clearBreakpoint(breakpoint.address);
    for (const Watchpoint& watch : std::exchange(watchpoints, {}))
        target().clearWatchpoint(watch);
    if (ProcessTarget* const of = process()) {
        of->passSignals({});
        of->catchSystemCalls(std::nullopt);
    }
    files.clear();
    m_awaitsStop = false;
    m_core.detach();
}

void SessionState::onStop(const StopReason& reason)
{
    m_isAccessDone = false;
    thread = reason.thread;
    if (!std::exchange(m_awaitsStop, false))
        return;
    if (ProcessTarget* const of = process())
        of->selectThread(thread);
    m_isAccessDone = isAtOwnWatchpoint(*this);
    if (!reason.text.empty())
        print(reason.text + "\n");
    send(stopReply(*this));
    m_wake();
}

void SessionState::send(std::string_view data)
{
    std::string packet = frame(data);
    output += packet;
    if (sendsAcks)
        m_lastFrame = std::move(packet);
}

void SessionState::print(std::string_view text)
{
    constexpr std::size_t kPieceBytes = kPacketBytes / 2 - 1;
    while (!text.empty()) {
        const std::string_view piece = text.substr(0, kPieceBytes);
        send("O" + toHex(piece));
        text.remove_prefix(piece.size());
    }
}

void SessionState::repeatLast()
{
    output += m_lastFrame;
}

void SessionState::acknowledge(char sign)
{
    if (sendsAcks)
        output += sign;
}

std::string errorText(std::string_view text)
{
    // What has a meaning of its own in a packet, and what is no text.
    constexpr std::string_view kMeaningful = "#$*}";
    std::string data = "E.";
    for (const char c : text) {
        const bool isPlain = c >= ' ' && c <= '~' && kMeaningful.find(c) == std::string_view::npos;
        data += isPlain ? c : ' ';
    }
    return data;
}

std::string errorAnswer(const SessionState& state, int errnoValue, std::string_view text)
{
    return state.client.errorMessages ? errorText(text) : fmt::format("E{:02x}", errnoValue);
}

} // namespace perisphere::debug
