#include "simulated_cores.hpp"

#include "cpu_time.hpp"

#include "perisphere/base/file.hpp"
#include "perisphere/realtime/subsystem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace perisphere::bench
{
namespace
{

constexpr std::uint64_t kMaxProgramBytes = std::uint64_t{1} << 20;

/// The chip with its real-time cores and an input wired to GPIO0.
class Device
{
public:
    Result<void> start(const std::string& program, unsigned cores)
    {
        const auto bytes = readBinaryFile(program, kMaxProgramBytes);
        if (!bytes)
            return fail(bytes.error());
        const std::span image(reinterpret_cast<const std::uint8_t*>(bytes->data()), bytes->size());
        auto made = realtime::RealTimeSubsystem::create({.scheduler = m_scheduler,
                                                         .chip = m_chip,
                                                         .buses = m_buses,
                                                         .unmodelled = m_unmodelled});
        if (!made)
            return fail(made.error());
        m_cores = std::move(*made);
        for (unsigned core = 0; core < cores; ++core)
            if (auto started = start(core, program, image); !started)
                return started;
        return {};
    }

    Result<void> runUntilDone()
    {
        while (m_running != 0) {
            if (m_scheduler.nextEventAt() == engine::kNever)
                end(fmt::format("nothing goes on after \"{}\"", m_output[0]));
            if (auto done = m_scheduler.runUntil(m_scheduler.now() + kLook); !done)
                return done;
        }
        if (m_failure)
            return fail(*m_failure);
        return {};
    }

    [[nodiscard]] double seconds() const
    {
        return static_cast<double>(engine::toNanoseconds(m_scheduler.now())) * 1e-9;
    }
    [[nodiscard]] std::uint64_t edges() const { return m_edges; }
    [[nodiscard]] const std::string& output() const { return m_output[0]; }

private:
    static constexpr engine::Duration kLook = std::chrono::milliseconds(10);

    Result<void> start(unsigned core, const std::string& program,
                       std::span<const std::uint8_t> image)
    {
        const auto started =
            m_cores->start({.componentId = fmt::to_string(core),
                            .fileName = program,
                            .print = [this, core](std::string_view text) { print(core, text); },
                            .note = [this](const std::string& text) { end(text); }},
                           image);
        if (!started)
            return fail(started.error());
        ++m_running;
        return {};
    }

    static unsigned isEdge(const engine::PinChange& change)
    {
        return change.before.high != change.after.high ? 1 : 0;
    }

    void print(unsigned core, std::string_view text)
    {
        std::ranges::copy_if(text, std::back_inserter(m_output[core]),
                             [](char character) { return character != '\r'; });
        if (m_output[core].ends_with("done\n"))
            --m_running;
    }

    /// A program that faults never says "done".
    void end(const std::string& text)
    {
        m_failure = Error{.code = ErrorCode::Unsupported, .message = text};
        m_running = 0;
    }

    engine::Scheduler m_scheduler;
    engine::Netlist m_netlist{m_scheduler};
    bus::Buses m_buses{m_netlist};
    soc::Mt3620 m_chip{m_scheduler, m_netlist, m_buses};
    engine::Pin m_probe{m_netlist, "probe", engine::Threshold::cmos(engine::kSupply3V3)};
    engine::Wire m_wire{m_netlist, m_chip.pads[0], m_probe};
    std::uint64_t m_edges = 0;
    engine::Subscription m_levels =
        m_probe.onLevel([this](const engine::PinChange& change) { m_edges += isEdge(change); });
    engine::UnmodelledAccesses m_unmodelled{m_scheduler};
    std::array<std::string, realtime::kCoreCount> m_output;
    unsigned m_running = 0;
    std::optional<Error> m_failure;
    std::unique_ptr<realtime::RealTimeSubsystem> m_cores;
};

} // namespace

Result<SimulatedRun> runOnSimulatedCores(const std::string& program, unsigned cores)
{
    const double begin = cpuSeconds();
    Device device;
    if (auto started = device.start(program, cores); !started)
        return fail(started.error());
    if (auto done = device.runUntilDone(); !done)
        return fail(done.error().during(fmt::format("run \"{}\"", program)));
    return SimulatedRun{.hostSeconds = cpuSeconds() - begin,
                        .deviceSeconds = device.seconds(),
                        .edges = device.edges(),
                        .output = device.output()};
}

} // namespace perisphere::bench
