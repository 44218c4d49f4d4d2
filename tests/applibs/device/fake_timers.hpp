// Time that a test moves.
#pragma once

#include "perisphere/device/timers.hpp"

#include <algorithm>
#include <list>
#include <utility>

namespace perisphere::test
{

using namespace perisphere::device;

class FakeTimers final : public Timers
{
public:
    [[nodiscard]] std::chrono::nanoseconds now() const override { return m_now; }

    [[nodiscard]] std::unique_ptr<Timer> after(std::chrono::nanoseconds delay,
                                               std::function<void()> action) override
    {
        m_pending.push_back({m_now + delay, std::move(action)});
        return std::make_unique<Handle>(m_pending, std::prev(m_pending.end()));
    }

    /// Runs what is due on the way, earliest first.
    void advance(std::chrono::nanoseconds by)
    {
        const auto end = m_now + by;
        for (;;) {
            const auto next =
                std::min_element(m_pending.begin(), m_pending.end(),
                                 [](const Entry& a, const Entry& b) { return a.dueAt < b.dueAt; });
            if (next == m_pending.end() || next->dueAt > end)
                break;
            m_now = next->dueAt;
            next->dueAt = std::chrono::nanoseconds::max(); // its owner lets go of it
            const auto action = next->action;
            action();
        }
        m_now = end;
    }

    [[nodiscard]] std::size_t pending() const
    {
        return static_cast<std::size_t>(
            std::count_if(m_pending.begin(), m_pending.end(), [](const Entry& one) {
                return one.dueAt != std::chrono::nanoseconds::max();
            }));
    }

private:
    struct Entry {
        std::chrono::nanoseconds dueAt;
        std::function<void()> action;
    };
    class Handle final : public Timer
    {
    public:
        Handle(std::list<Entry>& list, std::list<Entry>::iterator entry)
            : m_list(list)
            , m_entry(entry)
        {
        }
        ~Handle() override { m_list.erase(m_entry); }

    private:
        std::list<Entry>& m_list;
        std::list<Entry>::iterator m_entry;
    };

    std::chrono::nanoseconds m_now{1'000'000'000};
    std::list<Entry> m_pending;
};

} // namespace perisphere::test
