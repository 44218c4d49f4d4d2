// The benchmarks that run as an app on a simulated device: see README.md.

#include "app_benchmarks.hpp"
#include "run_benchmarks.hpp"

#include <cstdio>

int main(int argc, char** argv)
{
    using namespace perisphere::bench;
    registerGpio();
    registerI2c();
    registerUart();
    const int code = runBenchmarks(argc, argv);
    std::puts("benchmarks are done");
    return code;
}
