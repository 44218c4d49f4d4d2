#include "wpa_events.hpp"

#include <utility>

namespace perisphere::target
{

WpaEvents::WpaEvents(uv_loop_t& loop, std::filesystem::path socket,
                     std::function<void(const WpaEvent&)> take)
    : m_loop(loop)
    , m_socket(std::move(socket))
    , m_take(std::move(take))
{
}

WpaEvents::~WpaEvents()
{
    detach();
}

bool WpaEvents::attach()
{
    if (m_control)
        return true;
    auto control = WpaControl::connect(m_socket);
    if (!control || !control->does("ATTACH"))
        return false;
    m_control.emplace(std::move(*control));
    auto poll = device::LoopPoll::start(m_loop, m_control->descriptor(), [this] { readable(); });
    if (!poll) {
        m_control.reset();
        return false;
    }
    m_poll = std::move(*poll);
    return true;
}

void WpaEvents::detach()
{
    m_poll.reset(); // before the descriptor that it watches
    m_control.reset();
}

void WpaEvents::readable()
{
    if (!takeWaiting())
        detach(); // readable without a message: its end
}

bool WpaEvents::takeWaiting()
{
    bool hasCome = false;
    while (m_control) {
        const auto message = m_control->takeEvent();
        if (!message)
            break;
        hasCome = true;
        const WpaEvent event = parseWpaEvent(*message);
        if (event.kind == WpaEvent::Kind::Terminating)
            detach();
        m_take(event);
    }
    return hasCome;
}

} // namespace perisphere::target
