// The host's time, and waiting for it. The only way into the engine for either, so that a test can
// put its own clock in.
#pragma once

#include <chrono>
#include <optional>

namespace perisphere::engine
{

using HostTime = std::chrono::steady_clock::time_point;

class HostClock
{
public:
    virtual ~HostClock() = default;

    [[nodiscard]] virtual HostTime now() const = 0;

    /// Returns when the epoll descriptor has events (which it takes), at `until`, or earlier for no
    /// reason. Without `until`: only the descriptor ends the wait.
    virtual void sleep(int epollDescriptor, std::optional<HostTime> until) = 0;
};

/// CLOCK_MONOTONIC and epoll_pwait2 (Linux 5.11).
class SteadyHostClock final : public HostClock
{
public:
    [[nodiscard]] HostTime now() const override { return std::chrono::steady_clock::now(); }
    void sleep(int epollDescriptor, std::optional<HostTime> until) override;
};

} // namespace perisphere::engine
