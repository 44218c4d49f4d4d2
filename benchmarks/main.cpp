// perisphere_benchmarks: every line is "name ours reference ratio", both sides measured in this
// run.
//
//   perisphere_benchmarks [--benchmark_filter=REGEX]

#include "benchmarks.hpp"
#include "run_benchmarks.hpp"

int main(int argc, char** argv)
{
    using namespace perisphere::bench;
    registerHardwareDefinition();
    registerAppManifest();
    registerImagePackage();
    return runBenchmarks(argc, argv);
}
