// CRC-32 (IEEE 802.3) of a buffer: by bits to make the table, by the table for the data.

#include "platform.h"

enum { kSize = 4096 };

const char kBenchmarkName[] = "crc32";

static uint32_t g_table[256];
static uint8_t g_data[kSize];

static void MakeTable(void)
{
    for (uint32_t byte = 0; byte < 256; ++byte) {
        uint32_t value = byte;
        for (unsigned bit = 0; bit < 8; ++bit) {
            value = (value >> 1) ^ ((value & 1U) != 0 ? 0xEDB88320U : 0U);
        }
        g_table[byte] = value;
    }
}

static uint32_t Crc(uint32_t crc, const uint8_t* data, uint32_t size)
{
    crc = ~crc;
    for (uint32_t at = 0; at < size; ++at) {
        crc = (crc >> 8) ^ g_table[(crc ^ data[at]) & 0xFFU];
    }
    return ~crc;
}

uint32_t Benchmark_Run(void)
{
    uint32_t crc = 0;
    for (uint32_t at = 0; at < kSize; ++at) {
        g_data[at] = (uint8_t)(at * 167U + 13U);
    }
    for (uint32_t round = 0; round < BENCHMARK_ROUNDS; ++round) {
        MakeTable();
        crc = Crc(crc, g_data, kSize);
        g_data[round % kSize] ^= (uint8_t)crc;
    }
    return crc;
}
