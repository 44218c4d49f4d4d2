// Sets and clears a pin in a loop: two stores to a peripheral are all the work.

#include "platform.h"

const char kBenchmarkName[] = "gpio_toggle";

uint32_t Benchmark_Run(void)
{
    const Platform_Pin pin = Platform_OpenPin();
    uint32_t edges = 0;
    for (uint32_t round = 0; round < BENCHMARK_ROUNDS; ++round) {
        *pin.set = pin.high;
        *pin.clear = pin.low;
        edges += 2;
    }
    return edges;
}
