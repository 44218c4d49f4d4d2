// A chip with its real-time cores, made once: that takes longer than most inputs.
#pragma once

#include "perisphere/realtime/subsystem.hpp"

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace perisphere::fuzz
{

class RealTimeBench
{
public:
    RealTimeBench()
        : m_cores(realtime::RealTimeSubsystem::create({.scheduler = scheduler,
                                                       .chip = m_chip,
                                                       .buses = m_buses,
                                                       .unmodelled = m_unmodelled})
                      .value())
    {
        // Loops, so that what is sent comes back: ISU0's UART, SPI of ISU1, I2C of ISU2 and ISU3.
        wire(26, 28);
        wire(32, 33);
        wire(37, 67);
        wire(38, 68);
        wire(8, 0);
    }

    [[nodiscard]] realtime::RealTimeSubsystem& cores() { return *m_cores; }
    [[nodiscard]] soc::Mt3620& chip() { return m_chip; }

    /// Whether there is such a program; both cores have it then.
    bool start(std::span<const std::uint8_t> program)
    {
        for (unsigned core = 0; core < realtime::kCoreCount; ++core)
            if (!m_cores->start({.componentId = {},
                                 .fileName = "app",
                                 .print = [](std::string_view) {},
                                 .note = [](const std::string&) {}},
                                program))
                return false;
        return true;
    }

    /// Time passes whatever the cores do: no chain of events goes on without it.
    void run(engine::Duration duration)
    {
        if (!scheduler.runUntil(engine::later(scheduler.now(), duration)))
            std::abort();
    }

    /// As at power-up, at an instant at which slices begin.
    void reset()
    {
        m_cores->reset();
        m_chip.reset();
        const auto passed = scheduler.now().time_since_epoch() % std::chrono::milliseconds(1);
        run(std::chrono::milliseconds(1) - passed);
    }

    engine::Scheduler scheduler;

private:
    void wire(unsigned a, unsigned b)
    {
        m_wires.emplace_back(m_netlist, m_chip.pads[a], m_chip.pads[b]);
    }

    engine::Netlist m_netlist{scheduler};
    bus::Buses m_buses{m_netlist};
    engine::UnmodelledAccesses m_unmodelled{scheduler};
    soc::Mt3620 m_chip{scheduler, m_netlist, m_buses};
    std::unique_ptr<realtime::RealTimeSubsystem> m_cores;
    std::vector<engine::Wire> m_wires;
};

} // namespace perisphere::fuzz
