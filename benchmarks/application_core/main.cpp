// The application core against qemu-arm: see ../README.md.
//
//   perisphere_a7_benchmarks [--benchmark_filter=REGEX] [--benchmark_repetitions=N]

#include "engines.hpp"
#include "run_benchmarks.hpp"

#include <benchmark/benchmark.h>

#include <map>
#include <string>
#include <vector>

namespace perisphere::bench
{
namespace
{

using Words = std::vector<std::string>;

/// Both engines have to say the same.
void take(::benchmark::State& state, const std::string& name, const Words& words)
{
    static std::map<std::string, std::string> outputs;
    for (auto _ : state) {
        const auto run = runGuest(words);
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

void add(const std::string& name, const Words& ours, const Words& reference)
{
    const auto one = [&](const std::string& side, const Words& words) {
        ::benchmark::RegisterBenchmark(
            (name + side).c_str(),
            [name, words](::benchmark::State& state) { take(state, name, words); })
            ->UseManualTime()
            ->Iterations(1);
    };
    one("/ours", ours);
    one("/reference", reference);
}

} // namespace
} // namespace perisphere::bench

int main(int argc, char** argv)
{
    using namespace perisphere::bench;
    for (const char* kernel :
         {"integer", "floating", "vector", "getppid", "ping_pong", "epoll_timers", "atomics"})
        add(kernel, {PERISPHERE_A7, PERISPHERE_A7_KERNELS, kernel},
            {PERISPHERE_QEMU_ARM, PERISPHERE_A7_KERNELS, kernel});
    add("hello", {PERISPHERE_A7, "--sysroot", PERISPHERE_A7_ROOT, PERISPHERE_A7_HELLO},
        {PERISPHERE_QEMU_ARM, "-L", PERISPHERE_A7_ROOT, PERISPHERE_A7_HELLO});
    return runBenchmarks(argc, argv);
}
