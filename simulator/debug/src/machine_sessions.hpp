// The sessions of a core's clients, on the machine thread.
#pragma once

#include "mailbox.hpp"
#include "perisphere/debug/debugged_core.hpp"
#include "perisphere/debug/remote_session.hpp"

#include <functional>
#include <map>
#include <memory>

namespace perisphere::debug
{

/// All on the machine thread, or on whichever has stopped it.
class MachineSessions
{
public:
    /// `tell` is called when a mailbox has changed; it may be called from here.
    MachineSessions(Target& target, std::function<void()> tell);

    /// Takes input, works on it for a turn, gives the output.
    void takeTurn(const std::shared_ptr<Mailbox>& mailbox);
    void end(const std::shared_ptr<Mailbox>& mailbox);

private:
    void giveOutput(Mailbox& mailbox, RemoteSession& session);
    RemoteSession& sessionOf(const std::shared_ptr<Mailbox>& mailbox);

    DebuggedCore m_core;
    std::function<void()> m_tell;
    std::map<std::shared_ptr<Mailbox>, std::unique_ptr<RemoteSession>> m_sessions;
};

} // namespace perisphere::debug
