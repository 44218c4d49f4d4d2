// The client's end of a session, without GDB.
#pragma once

#include "fake_core.hpp"
#include "packet_frame.hpp"
#include "packet_reader.hpp"
#include "perisphere/debug/remote_session.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::test
{

class SessionClient
{
public:
    explicit SessionClient(debug::DebuggedCore& core)
        : m_session(std::make_unique<debug::RemoteSession>(core, [this] { ++wakeUps; }))
    {
    }

    /// Sends bytes as they are and has them worked on.
    void sendRaw(std::string_view bytes)
    {
        m_session->receive(bytes);
        do {
            m_session->work();
            take();
        } while (m_session->canWork());
    }
    void send(std::string_view data) { sendRaw(debug::frame(data)); }

    /// What has come back since the last call: packets' data, and acks.
    std::vector<std::string> received()
    {
        take();
        std::string_view rest = m_bytes;
        std::vector<std::string> all;
        debug::PacketReader reader;
        while (const auto next = reader.next(rest)) {
            switch (next->kind) {
            case debug::Received::Kind::Packet:
                all.push_back(next->data);
                break;
            case debug::Received::Kind::Ack:
                all.emplace_back("+");
                break;
            case debug::Received::Kind::Nack:
                all.emplace_back("-");
                break;
            default:
                all.emplace_back("(garbage)");
                break;
            }
        }
        m_bytes.clear();
        return all;
    }
    std::string receivedBytes()
    {
        take();
        return std::exchange(m_bytes, {});
    }

    /// One packet and the one that answers it; "(nothing)" if none came, several are joined by |.
    std::string ask(std::string_view data)
    {
        send(data);
        return answer();
    }
    std::string answer()
    {
        std::optional<std::string> joined;
        for (const std::string& each : received())
            if (each != "+")
                joined = joined ? *joined + "|" + each : each;
        return joined.value_or("(nothing)");
    }

    [[nodiscard]] debug::RemoteSession& session() { return *m_session; }
    void goAway() { m_session.reset(); }
    int wakeUps = 0;

private:
    void take()
    {
        if (!m_session)
            return;
        m_bytes += m_session->output();
        m_session->sent(m_session->output().size());
    }

    std::unique_ptr<debug::RemoteSession> m_session;
    std::string m_bytes;
};

} // namespace perisphere::test
