// Interrupt and DMA lines that remember, with the time.
#pragma once

#include "perisphere/engine/scheduler.hpp"
#include "perisphere/soc/registers/lines.hpp"

#include <array>
#include <vector>

namespace perisphere::test
{

class RecordedLines final : public soc::InterruptLines
{
public:
    explicit RecordedLines(const engine::Scheduler& scheduler)
        : m_scheduler(scheduler)
    {
    }
    void set(unsigned interrupt, bool isHigh) override
    {
        if (isHigh && !levels.at(interrupt))
            rises.at(interrupt).push_back(m_scheduler.now());
        levels.at(interrupt) = isHigh;
    }
    void pulse(unsigned interrupt) override { pulses.at(interrupt).push_back(m_scheduler.now()); }

    std::array<bool, 80> levels{};
    std::array<std::vector<engine::VirtualTime>, 80> rises;
    std::array<std::vector<engine::VirtualTime>, 80> pulses;

private:
    const engine::Scheduler& m_scheduler;
};

class RecordedRequests final : public soc::DmaRequests
{
public:
    void setRequest(unsigned channel, bool isHigh) override { levels.at(channel) = isHigh; }

    std::array<bool, 30> levels{};
};

} // namespace perisphere::test
