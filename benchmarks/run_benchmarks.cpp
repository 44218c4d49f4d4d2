#include "run_benchmarks.hpp"

#include "ratio_reporter.hpp"

#include <string>
#include <vector>

namespace perisphere::bench
{

int runBenchmarks(int argc, char** argv)
{
    // Repetitions taken in turns, ours and reference mixed, so that a busy moment of the machine
    // hits both.
    std::vector<std::string> texts(argv, argv + argc);
    texts.insert(texts.begin() + 1, {"--benchmark_repetitions=15", "--benchmark_min_time=0.02",
                                     "--benchmark_enable_random_interleaving=true"});
    std::vector<char*> arguments;
    for (std::string& text : texts)
        arguments.push_back(text.data());
    int count = static_cast<int>(arguments.size());
    arguments.push_back(nullptr);
    ::benchmark::Initialize(&count, arguments.data());
    if (::benchmark::ReportUnrecognizedArguments(count, arguments.data()))
        return 2;
    RatioReporter reporter;
    ::benchmark::RunSpecifiedBenchmarks(&reporter);
    return reporter.complete() ? 0 : 1;
}

} // namespace perisphere::bench
