// The application core against qemu-arm: see ../README.md.
//
//   perisphere_a7_benchmarks [--benchmark_filter=REGEX] [--benchmark_repetitions=N]

#include "engines.hpp"
#include "run_benchmarks.hpp"

#include <benchmark/benchmark.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace perisphere::bench
{
namespace
{

using Words = std::vector<std::string>;

using Engine = std::function<Result<GuestRun>()>;

/// Both engines have to say the same.
void take(::benchmark::State& state, const std::string& name, const Engine& engine)
{
    static std::map<std::string, std::string> outputs;
    for (auto _ : state) {
        const auto run = engine();
        if (!run) {
            state.SkipWithError(run.error().toString().c_str());
            return;
        }
        if (outputs.try_emplace(name, run->output).first->second != run->output) {
            state.SkipWithError((name + ": the engines differ: " + run->output).c_str());
            return;
        }
        state.SetIterationTime(run->seconds);
    }
}

void add(const std::string& name, const Engine& ours, const Engine& reference)
{
    const auto one = [&](const std::string& side, const Engine& engine) {
        ::benchmark::RegisterBenchmark(
            (name + side).c_str(),
            [name, engine](::benchmark::State& state) { take(state, name, engine); })
            ->UseManualTime()
            ->Iterations(1);
    };
    one("/ours", ours);
    one("/reference", reference);
}

Engine alone(const Words& words)
{
    return [words] { return runGuest(words); };
}

/// As a device that runs starts it.
Engine warm(const std::string& program)
{
    return [program]() -> Result<GuestRun> {
        static const auto emulator = WarmEmulator::start(
            PERISPHERE_A7, PERISPHERE_DEVICE_ROOT "/usr/libexec/perisphere/warm-up",
            PERISPHERE_DEVICE_ROOT);
        if (!emulator)
            return fail(emulator.error());
        return (*emulator)->run(program);
    };
}

} // namespace
} // namespace perisphere::bench

int main(int argc, char** argv)
{
    using namespace perisphere::bench;
    for (const char* kernel :
         {"integer", "floating", "vector", "getppid", "ping_pong", "epoll_timers", "atomics"})
        add(kernel, alone({PERISPHERE_A7, PERISPHERE_A7_KERNELS, kernel}),
            alone({PERISPHERE_QEMU_ARM, PERISPHERE_A7_KERNELS, kernel}));
    add("hello", alone({PERISPHERE_A7, "--sysroot", PERISPHERE_A7_ROOT, PERISPHERE_A7_HELLO}),
        alone({PERISPHERE_QEMU_ARM, "-L", PERISPHERE_A7_ROOT, PERISPHERE_A7_HELLO}));
#ifdef PERISPHERE_DEVICE_HELLO
    add("hello_on_device", warm(PERISPHERE_DEVICE_HELLO),
        alone({PERISPHERE_QEMU_ARM, "-L", PERISPHERE_DEVICE_ROOT, PERISPHERE_DEVICE_HELLO}));
#endif
    return runBenchmarks(argc, argv);
}
