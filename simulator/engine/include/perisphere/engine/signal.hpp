// Telling whoever subscribed, in the order they did.
#pragma once

#include "perisphere/engine/move_only_function.hpp"
#include "perisphere/engine/subscription.hpp"

#include <cstdint>
#include <iterator>
#include <list>
#include <memory>
#include <utility>

namespace perisphere::engine
{

/// Subscribers may come and go while they are told: who came is told from the next time on, who
/// went is not told any more.
template <class Event>
class Signal
{
public:
    using Function = MoveOnlyFunction<void(const Event&)>;

    Signal() = default;
    Signal(const Signal&) = delete;
    Signal& operator=(const Signal&) = delete;

    Subscription subscribe(Function function)
    {
        m_list->entries.push_back({.id = ++m_list->lastId, .tell = std::move(function)});
        return {m_list, m_list->lastId};
    }

    void tell(const Event& event)
    {
        const std::shared_ptr<List> list = m_list; // the signal may go while it tells
        const std::uint64_t last = list->lastId;
        ++list->telling;
        for (Entry& entry : list->entries) {
            if (entry.id > last)
                break;
            if (!entry.ended)
                entry.tell(event);
        }
        if (--list->telling == 0)
            list->sweep();
    }

private:
    struct Entry {
        std::uint64_t id = 0;
        bool ended = false;
        Function tell;
    };
    struct List final : SubscriberList {
        void remove(std::uint64_t id) override
        {
            for (Entry& entry : entries)
                if (entry.id == id)
                    entry.ended = true;
            if (telling == 0)
                sweep();
        }
        void sweep()
        {
            // Destroyed last: what a subscriber owns may end other subscriptions.
            std::list<Entry> gone;
            for (auto entry = entries.begin(); entry != entries.end();) {
                const auto next = std::next(entry);
                if (entry->ended)
                    gone.splice(gone.end(), entries, entry);
                entry = next;
            }
        }
        std::list<Entry> entries; // a list, since those being told must not move
        std::uint64_t lastId = 0;
        int telling = 0;
    };

    // Shared so that a subscription can watch it, and that it outlasts its own telling.
    std::shared_ptr<List> m_list = std::make_shared<List>();
};

} // namespace perisphere::engine
