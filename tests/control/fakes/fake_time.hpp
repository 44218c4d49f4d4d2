#pragma once

#include "perisphere/control/time_target.hpp"
#include "wake.hpp"

#include <functional>
#include <utility>
#include <vector>

namespace perisphere::test
{

namespace c = control;

class FakeTime final : public control::TimeTarget
{
public:
    explicit FakeTime(Wake wake)
        : m_wake(std::move(wake))
    {
    }
    c::TimeStatus status() override { return m_time; }
    Result<> setMode(engine::TimeMode mode) override
    {
        m_time.mode = mode;
        ++m_revision;
        m_wake();
        return {};
    }
    Result<> pause() override
    {
        m_before = m_time.mode;
        return setMode(engine::TimeMode::paused());
    }
    Result<> resume() override { return setMode(m_before); }
    void step(engine::Duration duration, c::Completion<> done) override
    {
        // Answered by finishSteps() where a test wants to see a call that is open.
        m_steps.emplace_back([this, duration, done = std::move(done)] {
            m_time.now += duration;
            ++m_revision;
            m_wake();
            done({});
        });
        if (!holdsSteps)
            finishSteps();
    }
    void finishSteps()
    {
        for (const auto& step : std::exchange(m_steps, {}))
            step();
    }
    bool holdsSteps = false;
    std::uint64_t revision() override { return m_revision; }

private:
    Wake m_wake;
    c::TimeStatus m_time;
    engine::TimeMode m_before = engine::TimeMode::realTime();
    std::uint64_t m_revision = 1;
    std::vector<std::function<void()>> m_steps;
};

} // namespace perisphere::test
