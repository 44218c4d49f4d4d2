// The memory that all apps on the emulated application core share: who uses how much of it, and
// who has gone past it.
//
// What an app uses is taken over from its report when no app is being computed, so that it is known
// at the same instants of virtual time in every run. Two apps that have grown in one span without
// knowing of each other may then use too much together: the last of them to have reported is the
// one that goes.
#pragma once

#include "perisphere/protocol/clock_link.hpp"

#include <cstdint>
#include <list>
#include <span>
#include <string>

namespace perisphere::runtime
{

class AppMemory
{
public:
    explicit AppMemory(std::uint32_t limitKib)
        : m_limitKib(limitKib)
    {
    }

    /// One that runs.
    struct App {
        std::string name;
        std::uint32_t usedKib = 0;
        bool isOver = false; ///< it has gone past the budget, and is about to be killed for it
    };
    using Handle = std::list<App>::iterator;
    [[nodiscard]] Handle add(std::string name);
    void remove(Handle app) { m_apps.erase(app); }

    /// All that have reported since the last time, when none is being computed.
    struct Reported {
        Handle app;
        protocol::ClockReport report;
    };
    void take(std::span<const Reported> reports);

    /// Completes a grant to an app. @return the others, in words
    std::string grant(Handle app, protocol::ClockGrant& grant) const;

private:
    [[nodiscard]] std::uint64_t used() const;

    std::uint32_t m_limitKib;
    std::list<App> m_apps; ///< in the order of their starts
};

} // namespace perisphere::runtime
