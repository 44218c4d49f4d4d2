#include "machine_sessions.hpp"

#include <utility>

namespace perisphere::debug
{

MachineSessions::MachineSessions(Target& target, std::function<void()> tell)
    : m_core(target)
    , m_tell(std::move(tell))
{
}

RemoteSession& MachineSessions::sessionOf(const std::shared_ptr<Mailbox>& mailbox)
{
    std::unique_ptr<RemoteSession>& session = m_sessions[mailbox];
    if (!session)
        session = std::make_unique<RemoteSession>(
            m_core, [this, &session, box = mailbox.get()] { giveOutput(*box, *session); });
    return *session;
}

void MachineSessions::takeTurn(const std::shared_ptr<Mailbox>& mailbox)
{
    RemoteSession& session = sessionOf(mailbox);
    std::string input;
    {
        const std::lock_guard lock(mailbox->mutex);
        mailbox->isTurnDue = false;
        if (session.wantsInput())
            input.swap(mailbox->input);
    }
    session.receive(input);
    session.work();
    giveOutput(*mailbox, session);
}

void MachineSessions::giveOutput(Mailbox& mailbox, RemoteSession& session)
{
    {
        const std::lock_guard lock(mailbox.mutex);
        mailbox.output += session.output();
        mailbox.hasMoreToDo = session.canWork();
        mailbox.isOver = session.isOver();
    }
    session.sent(session.output().size());
    m_tell();
}

void MachineSessions::end(const std::shared_ptr<Mailbox>& mailbox)
{
    m_sessions.erase(mailbox);
}

} // namespace perisphere::debug
