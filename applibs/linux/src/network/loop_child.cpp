#include "loop_child.hpp"

#include <fmt/format.h>

#include <chrono>
#include <csignal>
#include <utility>

namespace perisphere::target
{

namespace
{
constexpr std::chrono::seconds kPauseAfterEnd{5};
}

LoopChild::LoopChild(uv_loop_t& loop, device::Timers& timers, device::ChildProcessSpec spec,
                     std::function<void(const std::string&)> say)
    : m_loop(loop)
    , m_timers(timers)
    , m_spec(std::move(spec))
    , m_say(std::move(say))
{
    start();
}

LoopChild::~LoopChild()
{
    m_end.reset(); // before the descriptor that it watches
    if (m_process)
        m_process->kill();
}

void LoopChild::signal(int number) const
{
    if (m_process && m_process->processId() > 0)
        ::kill(m_process->processId(), number);
}

void LoopChild::start()
{
    m_again.reset();
    auto process = device::ChildProcess::start(m_spec);
    if (!process) {
        if (!std::exchange(m_hasComplained, true))
            m_say(process.error().toString());
        return startLater();
    }
    m_process = std::move(*process);
    auto end = device::LoopPoll::start(m_loop, m_process->exitDescriptor(), [this] { ended(); });
    if (end)
        m_end = std::move(*end);
}

void LoopChild::ended()
{
    const auto exit = m_process->takeExit();
    if (!exit)
        return;
    m_end.reset();
    m_process.reset();
    if (!std::exchange(m_hasComplained, true))
        m_say(fmt::format("{} has ended, {}; it is started again", m_spec.program.string(),
                          device::describe(*exit)));
    startLater();
}

void LoopChild::startLater()
{
    m_again = m_timers.after(kPauseAfterEnd, [this] { start(); });
}

} // namespace perisphere::target
