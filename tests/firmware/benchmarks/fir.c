// A finite impulse response filter in single precision: multiply and accumulate.

#include "float_bits.h"
#include "platform.h"

enum { kTaps = 32, kSamples = 256 };

const char kBenchmarkName[] = "fir";

static float g_coefficients[kTaps];
static float g_input[kSamples + kTaps];
static float g_output[kSamples];

static void Filter(void)
{
    for (unsigned sample = 0; sample < kSamples; ++sample) {
        float sum = 0.0F;
        for (unsigned tap = 0; tap < kTaps; ++tap) {
            sum += g_coefficients[tap] * g_input[sample + tap];
        }
        g_output[sample] = sum;
    }
}

uint32_t Benchmark_Run(void)
{
    uint32_t checksum = 0;
    uint32_t noise = 1;
    for (unsigned tap = 0; tap < kTaps; ++tap) {
        const float distance = (float)(tap < kTaps / 2 ? kTaps / 2 - tap : tap - kTaps / 2);
        g_coefficients[tap] = (1.0F - distance / (float)kTaps) / (float)kTaps;
    }
    for (uint32_t round = 0; round < BENCHMARK_ROUNDS; ++round) {
        for (unsigned sample = 0; sample < kSamples + kTaps; ++sample) {
            noise = noise * 1664525U + 1013904223U;
            g_input[sample] = (float)(int32_t)noise / 2147483648.0F;
        }
        Filter();
        for (unsigned sample = 0; sample < kSamples; ++sample) {
            checksum = (checksum << 1 | checksum >> 31) ^ BitsOf(g_output[sample]);
        }
    }
    return checksum;
}
