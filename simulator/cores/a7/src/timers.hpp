// Timers of an emulated program, on its clock: setitimer, timer_create, and timerfd on a device's
// clock.
#pragma once

#include "clock.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>

namespace perisphere::a7
{

class Timers
{
public:
    using Id = unsigned;
    /// Told how many intervals have passed.
    using Expired = std::function<void(std::uint64_t count)>;

    Id add(Expired expired);
    /// What add() gives next.
    [[nodiscard]] Id following() const { return m_last + 1; }
    void remove(Id id) { m_timers.erase(id); }
    [[nodiscard]] bool has(Id id) const { return m_timers.contains(id); }

    /// No expiry: disarms. No interval: expires once.
    void set(Id id, std::optional<Instant> expiry, Instant interval);

    struct Setting {
        Instant left{}; ///< 0: not armed
        Instant interval{};
    };
    [[nodiscard]] Setting get(Id id, Instant now) const;

    /// Of one that there is; nullopt: not armed.
    [[nodiscard]] std::optional<Instant> expiryOf(Id id) const { return m_timers.at(id).expiry; }
    /// When the next one expires.
    [[nodiscard]] std::optional<Instant> next() const;
    /// Tells those that have expired by now, the earliest first.
    void runDue(Instant now);

private:
    struct Timer {
        Expired expired;
        std::optional<Instant> expiry;
        Instant interval{};
    };
    std::map<Id, Timer> m_timers;
    Id m_last = 0;
};

} // namespace perisphere::a7
