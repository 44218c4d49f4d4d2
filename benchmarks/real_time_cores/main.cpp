// The simulated real-time cores against QEMU: see ../README.md.
//
//   perisphere_core_benchmarks [--benchmark_filter=REGEX] [--benchmark_repetitions=N]

#include "kernels.hpp"
#include "run_benchmarks.hpp"

int main(int argc, char** argv)
{
    using namespace perisphere::bench;
    registerKernels();
    return runBenchmarks(argc, argv);
}
