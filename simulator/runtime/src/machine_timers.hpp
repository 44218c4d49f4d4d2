// The device's timers in virtual time.
#pragma once

#include "perisphere/device/timers.hpp"
#include "perisphere/engine/machine.hpp"

#include <functional>
#include <memory>

namespace perisphere::runtime
{

/// Used on the loop's thread, on which actions run too. What is due waits for that thread while
/// virtual time goes on.
class MachineTimers final : public device::Timers
{
public:
    /// `post` has a function called on the loop's thread, from any thread.
    using Post = std::function<void(std::function<void()>)>;
    MachineTimers(engine::Machine& machine, Post post)
        : m_machine(machine)
        , m_post(std::move(post))
    {
    }

    /// Since the device was first switched on.
    [[nodiscard]] std::chrono::nanoseconds now() const override;
    [[nodiscard]] std::unique_ptr<device::Timer> after(std::chrono::nanoseconds delay,
                                                       std::function<void()> action) override;

private:
    engine::Machine& m_machine;
    Post m_post;
};

} // namespace perisphere::runtime
