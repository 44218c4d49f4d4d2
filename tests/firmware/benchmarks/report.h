// The line that a benchmark ends with, "checksum NAME 0x…", and "done".
#pragma once

#include "platform.h"

static inline void Report_Run(void (*write)(const char* text))
{
    const uint32_t checksum = Benchmark_Run();
    char hex[12] = "0x00000000\n";
    for (unsigned digit = 0; digit < 8; ++digit) {
        hex[9 - digit] = "0123456789abcdef"[(checksum >> (4 * digit)) & 0xFU];
    }
    write("checksum ");
    write(kBenchmarkName);
    write(" ");
    write(hex);
    write("done\n");
}
