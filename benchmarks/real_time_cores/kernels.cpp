// Which kernels are measured, and against what.

#include "kernels.hpp"

#include "qemu.hpp"
#include "simulated_cores.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::bench
{
namespace
{

/// Measured as one, run one after the other.
struct KernelSet {
    std::string_view name;
    std::vector<std::string> kernels;
    unsigned cores = 1; ///< that run it, at once in ours and one after the other in QEMU
    std::vector<QemuTime> references;
};

const std::vector<KernelSet>& kernelSets()
{
    using enum QemuTime;
    static const std::vector<KernelSet> sets{
        {"integer", {"list", "crc32", "matrix", "state_machine"}, 1, {Counted, Free}},
        {"single_precision", {"fir", "fft"}, 1, {Counted, Free}},
        {"context_switch", {"context_switch"}, 1, {Counted, Free}},
        {"gpio_toggle", {"gpio_toggle"}, 1, {Counted, Free}},
        // Free of counting, QEMU's time is the machine's, and it loses interrupts.
        {"timer_storm", {"timer_storm"}, 2, {Counted}},
        {"waker", {"waker"}, 1, {Counted}},
    };
    return sets;
}

std::string programOf(std::string_view kernel, std::string_view platform)
{
    return fmt::format("{}/{}_{}.elf", PERISPHERE_KERNELS, kernel, platform);
}

/// What the kernel printed first, here or in QEMU: everybody has to come to the same.
bool isRight(const std::string& kernel, const std::string& output)
{
    static std::map<std::string, std::string> outputs;
    return outputs.try_emplace(kernel, output).first->second == output;
}

/// Edges of a pin, which the kernel counts, have come to the other end of the wire.
bool hasSeenEdges(const std::string& kernel, const SimulatedRun& run)
{
    const std::size_t checksum = run.output.find("0x");
    return kernel != "gpio_toggle" ||
           (checksum != std::string::npos &&
            run.edges == std::strtoul(run.output.c_str() + checksum, nullptr, 16));
}

/// @return false when the run is no good; the state says why
bool take(::benchmark::State& state, const std::string& kernel, unsigned cores, SimulatedRun& sum)
{
    const auto run = runOnSimulatedCores(programOf(kernel, "mt3620"), cores);
    if (!run) {
        state.SkipWithError(run.error().toString().c_str());
        return false;
    }
    if (!isRight(kernel, run->output) || !hasSeenEdges(kernel, *run)) {
        state.SkipWithError(fmt::format("{}: not QEMU's result: {}", kernel, run->output).c_str());
        return false;
    }
    sum.hostSeconds += run->hostSeconds;
    sum.deviceSeconds += run->deviceSeconds;
    return true;
}

void ours(::benchmark::State& state, const KernelSet& set)
{
    for (auto _ : state) {
        SimulatedRun sum;
        for (const std::string& kernel : set.kernels)
            if (!take(state, kernel, set.cores, sum))
                return;
        state.SetIterationTime(sum.hostSeconds);
    }
}

void qemu(::benchmark::State& state, const KernelSet& set, QemuTime time)
{
    for (auto _ : state) {
        double sum = 0;
        for (const std::string& kernel : set.kernels)
            for (unsigned core = 0; core < set.cores; ++core) {
                const auto run = runInQemu(programOf(kernel, "mps2"), time);
                if (!run) {
                    state.SkipWithError(run.error().toString().c_str());
                    return;
                }
                if (!isRight(kernel, run->output)) {
                    state.SkipWithError("not our result");
                    return;
                }
                sum += run->hostSeconds;
            }
        state.SetIterationTime(sum);
    }
}

/// How long both cores take for the set, on the host and in the device's own time.
std::optional<SimulatedRun> onBothCores(::benchmark::State& state, const KernelSet& set)
{
    SimulatedRun sum;
    for (const std::string& kernel : set.kernels)
        if (!take(state, kernel, 2, sum))
            return std::nullopt;
    return sum;
}

void bothCores(::benchmark::State& state, const KernelSet& set)
{
    for (auto _ : state)
        if (const auto run = onBothCores(state, set))
            state.SetIterationTime(run->hostSeconds);
}

/// At a ratio below 1 the cores could run in real time.
void deviceTime(::benchmark::State& state, const KernelSet& set)
{
    static const std::optional<SimulatedRun> run = onBothCores(state, set); // it is always the same
    for (auto _ : state)
        if (run)
            state.SetIterationTime(run->deviceSeconds);
}

template <class Function>
void add(const std::string& name, Function function)
{
    ::benchmark::RegisterBenchmark(name.c_str(), std::move(function))
        ->UseManualTime()
        ->Iterations(1);
}

} // namespace

void registerKernels()
{
    for (const KernelSet& set : kernelSets())
        for (const QemuTime time : set.references) {
            const auto name = fmt::format("{}.{}", set.name,
                                          time == QemuTime::Counted ? "qemu_icount" : "qemu_free");
            add(name + "/ours", [&set](::benchmark::State& state) { ours(state, set); });
            add(name + "/reference",
                [&set, time](::benchmark::State& state) { qemu(state, set, time); });
        }
    const KernelSet& busy = kernelSets().front();
    add("both_cores.real_time/ours",
        [&busy](::benchmark::State& state) { bothCores(state, busy); });
    add("both_cores.real_time/reference",
        [&busy](::benchmark::State& state) { deviceTime(state, busy); });
}

} // namespace perisphere::bench
