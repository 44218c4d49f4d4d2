#include "perisphere/debug/remote_session.hpp"

#include "packet_reader.hpp"
#include "packet_table.hpp"
#include "perisphere/debug/limits.hpp"
#include "session_state.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace perisphere::debug
{

class RemoteSession::Impl
{
public:
    Impl(DebuggedCore& core, engine::MoveOnlyFunction<void()> wake)
        : state(core, std::move(wake))
    {
    }

    void receive(std::string_view bytes);
    void work();

    SessionState state;
    std::string input;

private:
    void handle(const Received& received);
    void handlePacket(std::string_view packet);

    PacketReader m_reader;
    bool m_hasBegun = false;
    bool m_hasAttached = false;
};

void RemoteSession::Impl::receive(std::string_view bytes)
{
    if (bytes.empty() || state.isOver)
        return;
    // A browser that a web page sends here begins with a letter, and gets no further.
    constexpr std::string_view kBegins = "+-$\x03";
    if (!std::exchange(m_hasBegun, true) && kBegins.find(bytes.front()) == std::string_view::npos) {
        state.isOver = true;
        return;
    }
    input += bytes;
}

void RemoteSession::Impl::work()
{
    std::string_view rest = input;
    for (std::size_t i = 0; i < kPacketsInTurn; ++i) {
        if (state.isOver || state.output.size() >= kOutputBytes)
            break;
        const auto received = m_reader.next(rest);
        if (!received)
            break;
        handle(*received);
    }
    input.erase(0, state.isOver ? input.size() : input.size() - rest.size());
}

void RemoteSession::Impl::handle(const Received& received)
{
    switch (received.kind) {
    case Received::Kind::Packet:
        state.acknowledge('+');
        handlePacket(received.data);
        break;
    case Received::Kind::Ack:
        break;
    case Received::Kind::Nack:
        if (state.sendsAcks)
            state.repeatLast();
        break;
    case Received::Kind::Interrupt:
        if (state.isAttached())
            state.core().interrupt();
        break;
    case Received::Kind::Corrupt:
        if (state.sendsAcks)
            state.acknowledge('-');
        else
            state.send(errorText("the checksum of the packet is another one; send it again"));
        break;
    case Received::Kind::TooLong:
        state.acknowledge('+'); // sent again it would not be shorter
        state.send(errorText(
            fmt::format("a packet of more than {:#x} bytes; see PacketSize", kPacketBytes)));
        break;
    }
}

void RemoteSession::Impl::handlePacket(std::string_view packet)
{
    if (!std::exchange(m_hasAttached, true))
        state.attach();
    if (const Answer answer = answerPacket(state, packet))
        state.send(*answer);
}

RemoteSession::RemoteSession(DebuggedCore& core, engine::MoveOnlyFunction<void()> wake)
    : m_impl(std::make_unique<Impl>(core, std::move(wake)))
{
}

RemoteSession::~RemoteSession() = default;

void RemoteSession::receive(std::string_view bytes)
{
    m_impl->receive(bytes);
}

bool RemoteSession::wantsInput() const
{
    return !m_impl->state.isOver && m_impl->input.size() < kInputBytes;
}

void RemoteSession::work()
{
    m_impl->work();
}

bool RemoteSession::canWork() const
{
    return !m_impl->state.isOver && !m_impl->input.empty();
}

std::string_view RemoteSession::output() const
{
    return m_impl->state.output;
}

void RemoteSession::sent(std::size_t bytes)
{
    m_impl->state.output.erase(0, bytes);
}

bool RemoteSession::isOver() const
{
    return m_impl->state.isOver;
}

} // namespace perisphere::debug
