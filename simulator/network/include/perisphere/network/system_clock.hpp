// The device's idea of UTC. Counts with virtual time from whatever it was set to.
#pragma once

#include "perisphere/engine/scheduler.hpp"

#include <cstdint>

namespace perisphere::network
{

class SystemClock
{
public:
    explicit SystemClock(const engine::Scheduler& scheduler)
        : m_scheduler(scheduler)
    {
    }

    /// Nanoseconds since 1970. Before anyone set it, it counts from 1970.
    [[nodiscard]] std::int64_t nanoseconds() const;
    [[nodiscard]] std::int64_t seconds() const;

    void set(std::int64_t nanosecondsSince1970);
    /// Power is gone: counts from 1970 again.
    void reset();

    /// Whether its time means something.
    [[nodiscard]] bool isSet() const { return m_isSet; }

private:
    const engine::Scheduler& m_scheduler;
    std::int64_t m_ahead = 0; ///< of virtual time
    bool m_isSet = false;
};

} // namespace perisphere::network
