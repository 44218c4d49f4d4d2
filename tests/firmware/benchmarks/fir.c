// A finite impulse response filter in single precision: multiply and accumulate.

#include "float_bits.h"
#include "platform.h"

enum { kTaps = 32, kSamples = 256 };

const char kBenchmarkName[] = "fir";

static float g_coefficients[kTaps];
static float g_input[kSamples + kTaps];
static float g_output[kSamples];

// Four outputs at a time, as signal processing libraries do it: coefficients and samples are loaded
// once for several products.
static void Filter(void)
{
    for (unsigned sample = 0; sample < kSamples; sample += 4) {
        const float* const input = &g_input[sample];
        float x0 = input[0];
        float x1 = input[1];
        float x2 = input[2];
        float sums[4] = {0.0F, 0.0F, 0.0F, 0.0F};
        for (unsigned tap = 0; tap < kTaps; ++tap) {
            const float coefficient = g_coefficients[tap];
            const float x3 = input[tap + 3];
            sums[0] = FusedMultiplyAdd(coefficient, x0, sums[0]);
            sums[1] = FusedMultiplyAdd(coefficient, x1, sums[1]);
            sums[2] = FusedMultiplyAdd(coefficient, x2, sums[2]);
            sums[3] = FusedMultiplyAdd(coefficient, x3, sums[3]);
            x0 = x1;
            x1 = x2;
            x2 = x3;
        }
        for (unsigned at = 0; at < 4; ++at) {
            g_output[sample + at] = sums[at];
        }
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
