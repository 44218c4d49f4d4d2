// Time for the parts of a device that wait: the host's, a simulation's, or a test's.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <uv.h>

namespace perisphere::device
{

/// A pending action. Destroying it cancels; the action itself may do so.
class Timer
{
public:
    virtual ~Timer() = default;
};

class Timers
{
public:
    virtual ~Timers() = default;

    [[nodiscard]] virtual std::chrono::nanoseconds now() const = 0; ///< never goes back

    /// Runs `action` once, not before `delay` has passed and never from within this call.
    [[nodiscard]] virtual std::unique_ptr<Timer> after(std::chrono::nanoseconds delay,
                                                       std::function<void()> action) = 0;
};

/// The host's monotonic clock, on a libuv loop. A timer that is gone is let go of by the loop's
/// next turn.
class LoopTimers final : public Timers
{
public:
    explicit LoopTimers(uv_loop_t& loop);
    [[nodiscard]] std::chrono::nanoseconds now() const override;
    [[nodiscard]] std::unique_ptr<Timer> after(std::chrono::nanoseconds delay,
                                               std::function<void()> action) override;

private:
    uv_loop_t& m_loop;
};

} // namespace perisphere::device
