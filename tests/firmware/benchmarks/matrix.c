// Products of integer matrices: multiply and accumulate, loads with an index.

#include "platform.h"

enum { kSize = 24 };

const char kBenchmarkName[] = "matrix";

typedef int32_t Matrix[kSize][kSize];

static Matrix g_a;
static Matrix g_b;
static Matrix g_product;

static void Multiply(void)
{
    for (unsigned row = 0; row < kSize; ++row) {
        for (unsigned column = 0; column < kSize; ++column) {
            int32_t sum = 0;
            for (unsigned at = 0; at < kSize; ++at) {
                sum += g_a[row][at] * g_b[at][column];
            }
            g_product[row][column] = sum;
        }
    }
}

// The next factors, small enough for sums not to overflow.
static uint32_t Fold(void)
{
    uint32_t checksum = 0;
    for (unsigned row = 0; row < kSize; ++row) {
        for (unsigned column = 0; column < kSize; ++column) {
            const uint32_t value = (uint32_t)g_product[row][column];
            checksum = (checksum << 5 | checksum >> 27) ^ value;
            g_a[row][column] = (int32_t)(value % 4093U) - 2046;
            g_b[column][row] = (int32_t)(value / 7U % 4091U) - 2045;
        }
    }
    return checksum;
}

uint32_t Benchmark_Run(void)
{
    uint32_t checksum = 0;
    for (unsigned row = 0; row < kSize; ++row) {
        for (unsigned column = 0; column < kSize; ++column) {
            g_a[row][column] = (int32_t)(row * 3U + column);
            g_b[row][column] = (int32_t)(row + column * 5U);
        }
    }
    for (uint32_t round = 0; round < BENCHMARK_ROUNDS; ++round) {
        Multiply();
        checksum ^= Fold();
    }
    return checksum;
}
