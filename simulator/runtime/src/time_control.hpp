// Virtual time for the control API.
#pragma once

#include "perisphere/control/time_target.hpp"
#include "perisphere/engine/machine.hpp"

#include <atomic>
#include <cstdint>
#include <functional>

namespace perisphere::runtime
{

class TimeControl final : public control::TimeTarget
{
public:
    /// `defer` has a function called on the loop's thread, from any thread.
    using Defer = std::function<void(std::function<void()>)>;
    TimeControl(engine::Machine& machine, engine::TimeMode mode, Defer defer,
                std::function<void()> wake)
        : m_machine(machine)
        , m_mode(mode)
        , m_defer(std::move(defer))
        , m_wake(std::move(wake))
    {
    }

    [[nodiscard]] control::TimeStatus status() override;
    Result<> setMode(engine::TimeMode mode) override;
    Result<> pause() override;
    Result<> resume() override;
    void step(engine::Duration duration, control::Completion<> done) override;
    [[nodiscard]] std::uint64_t revision() override { return m_revision; }

    /// Whoever watches may want to look: the machine has changed its mode itself. Any thread.
    void changed();

private:
    Result<> apply(engine::TimeMode mode);

    engine::Machine& m_machine;
    engine::TimeMode m_mode; ///< when not paused
    Defer m_defer;
    std::function<void()> m_wake;
    std::atomic<std::uint64_t> m_revision = 1;
};

} // namespace perisphere::runtime
